'use client';
import Link from 'next/link';
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { CodeDraft } from '#lib/assignments/core/drafts.ts';
import type { AnyManifest } from '#lib/assignments/core/manifest.ts';
import type { Policy } from '#lib/assignments/core/policy.ts';
import type { WorkbenchStart } from '#lib/course/core.ts';
import { taskOf } from '#lib/grading/core/plan.ts';
import type { SubmissionView } from '#lib/grading/core/view.ts';
import { paths } from '#lib/paths.ts';
import { LiveStatus } from '../../../_components/live-status.tsx';
import { useToast } from '../../../_components/toast.tsx';
import { useCodeDraft } from './draft/use-code-draft.ts';
import type { EditorHandle } from './editor/code-editor.tsx';
import { EditorPane } from './editor/editor-pane.tsx';
import { WorkbenchHeader } from './header.tsx';
import { Panes } from './panes.tsx';
import { isLive } from './run/run-state.ts';
import { useRuns } from './run/use-runs.ts';
import { runSentence } from './run/words.ts';
import type { SandboxUrls } from './runner.ts';
import { SubmitDialog } from './submit/submit-dialog.tsx';
import { useSubmissions } from './submit/use-submissions.ts';
import { submissionSentence } from './submit/words.ts';
import { ResultTabs, type TabName } from './tabs/result-tabs.tsx';
import { useStart } from './use-start.ts';
import { useWide } from './use-wide.ts';

export type Assignment = { slug: string; manifest: AnyManifest; starter: string; maxPoints: number };

type Props = {
  assignment: Assignment;
  policy: Policy;
  scope: string;
  draft: CodeDraft;
  submissions: SubmissionView[];
  urls: SandboxUrls;
  /** In a demo: code to take the starter's place, and what to begin with once the page is there. */
  tour: { offer: string | null; start: WorkbenchStart | null };
  prompt: ReactNode;
};

/** The page where a student reads, writes, trains and hands in. */
export function Workbench({
  assignment,
  policy,
  scope,
  draft: initial,
  submissions: listed,
  urls,
  tour,
  prompt,
}: Props) {
  const { slug, manifest, starter } = assignment;
  const isModel = manifest.kind === 'model';
  const [task] = useState(() => (manifest.kind === 'model' ? taskOf(manifest) : null));
  const draft = useCodeDraft({ slug, scope, initial });
  const runs = useRuns({ slug, scope, manifest, urls });
  const submissions = useSubmissions({ slug, initial: listed });
  const editor = useRef<EditorHandle>(null);
  const [tab, setTab] = useState<TabName>(isModel ? 'training' : 'tests');
  const [view, setView] = useState('prompt');
  const [submitting, setSubmitting] = useState(false);
  const wide = useWide();
  const toast = useToast();
  const live = isLive(runs.state);

  async function run(quick: boolean) {
    if (live) return;
    const problem = await editor.current?.findSyntaxProblem();
    if (problem) {
      setView('results');
      setTab('console');
      const { message, line } = problem;
      return runs.refuse({ type: 'failure', note: { code: 'syntax_error', phase: 'build', detail: message, line } });
    }
    await begin(draft.text, quick);
  }

  async function begin(code: string, quick: boolean) {
    setView('results');
    setTab((now) => (now === 'submissions' ? (isModel ? 'training' : 'tests') : now));
    void draft.saveNow();
    await runs.run(code, quick);
  }

  function replace(next: string, news: string) {
    const before = draft.text;
    if (next === before) return;
    draft.setText(next);
    toast(news, { undo: () => draft.setText(before) });
  }

  useStart(tour.start, runs.listed, (start) => {
    if (start === 'submit') return setSubmitting(true);
    const code = start === 'apply' && tour.offer ? tour.offer : starter;
    replace(code, start === 'apply' ? 'The network is convolutional now' : 'Back to the starter');
    void begin(code, false);
  });

  function goToLine(line: number) {
    setView('code');
    // On a phone the editor is only in the page once its view shows.
    requestAnimationFrame(() => editor.current?.goToLine(line));
  }

  useKeys({ run: () => void run(false), save: () => void draft.saveNow() });

  const name = runs.current ? `Run ${runs.current.number}` : 'The run';
  const said = runSentence(runs.state, name, runs.current?.score ?? null, manifest.kind);
  const graded = submissionSentence(submissions.followed);
  return (
    <div className="flex min-h-0 flex-col lg:h-[calc(100dvh-var(--spacing-shell))]">
      <WorkbenchHeader
        assignment={assignment}
        policy={policy}
        attemptsUsed={submissions.newlyUsed}
        best={submissions.best}
        live={live}
        stopping={runs.state.status === 'stopping'}
        onRun={(quick) => void run(quick)}
        onStop={runs.stop}
        onSubmit={() => setSubmitting(true)}
      />
      <div className="flex flex-wrap items-center gap-x-3 px-4 py-1 text-sm sm:px-6">
        <LiveStatus visible className="min-h-5 text-ink-soft">
          {[said, graded].filter(Boolean).join(' ') || ready[manifest.kind]}
        </LiveStatus>
        {submissions.followed && (
          <Link href={paths.submission(slug, submissions.followed.id)} className="link">
            See the submission
          </Link>
        )}
      </div>
      <Panes
        wide={wide}
        view={view}
        onView={setView}
        prompt={prompt}
        code={
          <EditorPane
            ref={editor}
            assignment={assignment}
            draft={draft}
            plain={!wide}
            typesUrl={paths.editorTypes(slug)}
            offer={tour.offer}
            onReplace={replace}
            task={task}
            onRun={() => void run(false)}
          />
        }
        results={
          <ResultTabs
            tab={tab}
            onTab={setTab}
            assignment={assignment}
            runs={runs}
            submissions={submissions.all}
            onLine={goToLine}
          />
        }
      />
      <SubmitDialog
        open={submitting}
        onOpenChange={setSubmitting}
        kind={manifest.kind}
        code={draft.text}
        runs={runs}
        submit={submissions.submit}
        onSent={() => {
          setSubmitting(false);
          setTab('submissions');
          setView('results');
        }}
      />
    </div>
  );
}

const ready = {
  model: 'Ready. Run trains your model in this browser.',
  functions: 'Ready. Run calls your functions with the examples, in this browser.',
};

/** The same keys as in the editor, wherever the focus is. */
function useKeys({ run, save }: { run: () => void; save: () => void }) {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    if (event.key !== 'Enter' && event.key !== 's') return;
    event.preventDefault();
    if (event.key === 'Enter') run();
    else save();
  });
  // The window, because the keys work in every pane.
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}
