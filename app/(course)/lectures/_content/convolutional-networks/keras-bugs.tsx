'use client';
import './keras-bugs.css';
import { useState } from 'react';
import { LiveStatus } from '../../../../_components/live-status.tsx';
import { useHydrated } from '../../../../_components/use-hydrated.ts';
import { bugCount, type Line, lines } from './keras-lines.ts';

/** Choose a line: it says whether something is wrong there and why. */
export function KerasBugs() {
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [latest, setLatest] = useState<number | null>(null);
  const hydrated = useHydrated();
  const found = lines.filter((line, i) => line.bug && chosen.has(i)).length;
  const choose = (i: number) => {
    setChosen(new Set(chosen).add(i));
    setLatest(i);
  };
  const line = latest === null ? undefined : lines[latest];
  return (
    <div className="keras-bugs">
      <ol aria-label="The network, line by line">
        {lines.map((each, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
          <li key={i}>
            <button
              type="button"
              disabled={!hydrated}
              aria-pressed={chosen.has(i)}
              data-verdict={chosen.has(i) ? (each.bug ? 'bug' : 'fine') : undefined}
              onClick={() => choose(i)}
            >
              <code>{each.code}</code>
              {chosen.has(i) && <span className="verdict">{each.bug ? '✗ fault' : '✓ fine'}</span>}
            </button>
          </li>
        ))}
      </ol>
      <LiveStatus visible className="says">
        {line ? explain(line, found) : `${bugCount} faults are hidden here.`}
      </LiveStatus>
      <noscript>
        <ul>{lines.map((each) => each.bug && <li key={each.code}>{each.bug}</li>)}</ul>
      </noscript>
    </div>
  );
}

function explain(line: Line, found: number): string {
  if (line.bug === undefined) return `Nothing is wrong here. ${line.fine} Found: ${found} of ${bugCount}.`;
  return `${line.bug} Found: ${found} of ${bugCount}.`;
}
