import type { ReactNode } from 'react';

/** A remark beside the text: in the margin where there is one, otherwise between the paragraphs. */
export function SideNote({ children }: { children: ReactNode }) {
  return (
    <aside className="side-note" aria-label="Side note">
      {children}
    </aside>
  );
}
