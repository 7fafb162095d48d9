'use client';
import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import { roleNames } from '#lib/auth/core.ts';
import { demoAccounts, demoPassword } from '#lib/course/core.ts';
import { Notice } from '../../_components/notice.tsx';
import { attemptSignIn, type Problem } from './attempt.ts';

/** Only rendered in a demo course: its accounts, one button each. */
export function DemoAccounts({ from }: { from: string }) {
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function enter(email: string) {
    setBusy(email);
    const found = await attemptSignIn(email, demoPassword, from);
    setProblem(found);
    if (found) setBusy(null);
  }

  return (
    <section aria-labelledby="demo" className="mt-6">
      <h2 id="demo" className="font-sans text-sm font-normal tracking-normal text-ink-soft">
        This is a demo on your own machine. Enter with one click, or below with the password{' '}
        <code className="font-mono text-ink">{demoPassword}</code>.
      </h2>
      <ul className="mt-3 border-t border-rule">
        {demoAccounts.map(({ role, email, does }) => (
          <li
            key={email}
            className="group relative flex items-center gap-4 border-b border-rule py-3 transition-colors hover:text-accent"
          >
            <div className="min-w-0 flex-1">
              {/* The button's name is short; the whole row is its target. */}
              <button
                type="button"
                disabled={busy !== null}
                onClick={() => void enter(email)}
                aria-describedby={`demo-${role}`}
                className="font-serif text-lg font-semibold after:absolute after:inset-0 disabled:opacity-60"
              >
                <span className="sr-only">Enter as </span>
                {roleNames[role]}
              </button>
              <p id={`demo-${role}`} className="text-sm text-ink-soft">
                {does} <span className="block font-mono text-xs">{email}</span>
              </p>
            </div>
            <ArrowRight
              aria-hidden
              className={`size-5 shrink-0 text-accent transition-transform group-hover:translate-x-1 ${busy === email ? 'animate-pulse' : ''}`}
            />
          </li>
        ))}
      </ul>
      {problem && (
        <Notice tone="bad" title={problem.title} urgent className="mt-4">
          {problem.advice}
        </Notice>
      )}
    </section>
  );
}
