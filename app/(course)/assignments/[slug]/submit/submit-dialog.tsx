'use client';
import { useState } from 'react';
import type { AnyManifest } from '#lib/assignments/core/manifest.ts';
import { describeNote } from '#lib/grading/core/notes.ts';
import { Button } from '../../../../_components/button.tsx';
import { Dialog } from '../../../../_components/dialog.tsx';
import { Notice } from '../../../../_components/notice.tsx';
import type { RunRecord } from '../run/run-store.ts';
import type { Runs } from '../run/use-runs.ts';
import type { Sending } from './use-submissions.ts';

type Props = {
  kind: AnyManifest['kind'];
  open: boolean;
  onOpenChange: (open: boolean) => void;
  code: string;
  runs: Runs;
  submit: (sending: Sending) => Promise<unknown>;
  onSent: () => void;
};

export function SubmitDialog({ open, onOpenChange, ...rest }: Props) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Submit for grading" description={descriptions[rest.kind]}>
      {open && <SubmitForm {...rest} />}
    </Dialog>
  );
}

const descriptions = {
  model: 'The grade is measured on test data that only the grader has. It uses one attempt.',
  functions: 'Your functions are called with arguments that only the grader has. It uses one attempt.',
};

function SubmitForm({ kind, code, runs, submit, onSent }: Omit<Props, 'open' | 'onOpenChange'>) {
  const choices = runs.runs.filter((run) => run.weights && !run.quick).toReversed();
  const quick = runs.runs.filter((run) => run.weights && run.quick).toReversed();
  const fitting = [...choices, ...quick].find((run) => run.code === code);
  const [chosen, setChosen] = useState<string>(fitting?.id ?? 'server');
  const [step, setStep] = useState<'choose' | 'checking' | 'sending'>('choose');
  const [problem, setProblem] = useState<string | null>(null);
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const run = runs.runs.find(({ id }) => id === chosen) ?? null;

  async function send() {
    setProblem(null);
    setStep('checking');
    const sent = run?.code ?? code;
    try {
      // A run that has weights passed the same checks before it trained.
      const { note } = run?.model ? { note: null } : await runs.check(sent);
      if (note) throw new Error(`${describeNote(note)} Nothing was sent, and no attempt was used.`);
      setStep('sending');
      const label = run ? nameOf(run) : kind === 'model' ? 'trained by the server' : null;
      await submit({ code: sent, weights: run?.weights ?? null, label, idempotencyKey: `${idempotencyKey}:${chosen}` });
      onSent();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
      setStep('choose');
    }
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      className="space-y-4"
    >
      {kind === 'model' && (
        <fieldset className="space-y-1">
          <legend className="mb-1 font-semibold">What to send</legend>
          {[...choices, ...quick].map((one) => (
            <Choice key={one.id} value={one.id} chosen={chosen} onChoose={setChosen}>
              {nameOf(one)}
              {one.code !== code && (
                <span className="text-ink-soft"> (with its own code; yours has changed since)</span>
              )}
            </Choice>
          ))}
          <Choice value="server" chosen={chosen} onChoose={setChosen}>
            The code as it is now, trained by the server
            <span className="text-ink-soft"> (takes longer)</span>
          </Choice>
        </fieldset>
      )}
      {problem && (
        <Notice tone="bad" urgent title="Not submitted">
          {problem}
        </Notice>
      )}
      <Button type="submit" tone="primary" busy={step !== 'choose'}>
        {step === 'checking' ? 'Checking the code here first' : step === 'sending' ? 'Sending' : submitWords(run)}
      </Button>
    </form>
  );
}

type ChoiceProps = { value: string; chosen: string; onChoose: (value: string) => void; children: React.ReactNode };

function Choice({ value, chosen, onChoose, children }: ChoiceProps) {
  return (
    <label className="flex min-h-9 cursor-pointer items-baseline gap-2.5 rounded-md px-2 py-1.5 hover:bg-well pointer-coarse:min-h-11">
      <input type="radio" name="run" value={value} checked={chosen === value} onChange={() => onChoose(value)} />
      <span className="first-letter:uppercase">{children}</span>
    </label>
  );
}

const submitWords = (run: RunRecord | null) => (run ? `Submit run ${run.number}` : 'Submit the code');

/** "run 4, validation 0.934" */
export function nameOf(run: RunRecord): string {
  const kind = run.quick ? 'quick run' : 'run';
  return `${kind} ${run.number}${run.score === null ? '' : `, validation ${run.score.toFixed(3)}`}`;
}
