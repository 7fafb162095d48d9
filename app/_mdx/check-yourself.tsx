'use client';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '../_components/button.tsx';
import { LiveStatus } from '../_components/live-status.tsx';
import { useHydrated } from '../_components/use-hydrated.ts';

type Option = { text: string; isRight?: boolean; because: string };

/** A question to stop at. Nothing is recorded; every answer says why it is right or wrong, and one may try again. */
export function CheckYourself({ question, options }: { question: string; options: Option[] }) {
  const name = useId();
  const [chosen, setChosen] = useState<number | null>(null);
  const hydrated = useHydrated();
  const [checked, setChecked] = useState<number | null>(null);
  const check = (event: FormEvent) => {
    event.preventDefault();
    setChecked(chosen);
  };
  const answer = checked === null ? undefined : options[checked];
  return (
    <form className="check-yourself" onSubmit={check}>
      <fieldset disabled={!hydrated}>
        <legend>
          <span className="eyebrow">Check yourself</span>
          <span className="question">{question}</span>
        </legend>
        {options.map((option, i) => (
          <label key={option.text} className="option">
            <input type="radio" name={name} checked={chosen === i} onChange={() => setChosen(i)} />
            <span>{option.text}</span>
          </label>
        ))}
      </fieldset>
      <div className="answer">
        <Button type="submit" size="sm" disabled={chosen === null}>
          Check
        </Button>
        <LiveStatus visible className="verdict">
          {answer && (
            <>
              <strong className={answer.isRight ? 'text-good' : 'text-bad'}>
                {answer.isRight ? '✓ Right.' : '✗ Not quite.'}
              </strong>{' '}
              {answer.because}
            </>
          )}
        </LiveStatus>
      </div>
      <noscript>
        <p>The answer: {options.find((option) => option.isRight)?.text}</p>
      </noscript>
    </form>
  );
}
