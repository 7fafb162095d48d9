'use client';
import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import { demoAccounts, demoPassword } from '#lib/course/core.ts';
import { Notice } from '../../_components/notice.tsx';
import { roleNames } from '../../_shell/role-names.ts';
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
          <li key={email} className="border-b border-rule">
            <button
              type="button"
              disabled={busy !== null}
              onClick={() => void enter(email)}
              aria-label={`Enter as ${roleNames[role].toLowerCase()}`}
              className="group flex w-full items-center gap-4 py-3.5 text-start transition-colors hover:text-accent disabled:opacity-60"
            >
              <span className="min-w-0 flex-1">
                <span className="block font-serif text-lg font-semibold">{roleNames[role]}</span>
                <span className="block text-sm text-ink-soft">{does}</span>
                <span className="block font-mono text-xs text-ink-soft">{email}</span>
              </span>
              <ArrowRight
                aria-hidden
                className={`size-5 shrink-0 text-accent transition-transform group-hover:translate-x-1 ${busy === email ? 'animate-pulse' : ''}`}
              />
            </button>
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
