// <Kbd>Ctrl</Kbd>+<Kbd>Enter</Kbd>
import type { ReactNode } from 'react';

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="rounded-sm border border-rule-strong/60 bg-sheet px-1.5 py-px font-mono text-[0.82em] text-ink-soft">
      {children}
    </kbd>
  );
}
