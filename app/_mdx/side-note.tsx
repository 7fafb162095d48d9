import type { ReactNode } from 'react';

/** A remark beside the text: in the margin where there is one, otherwise between the paragraphs. */
export function SideNote({ children }: { children: ReactNode }) {
  return (
    // A note, not an <aside>: ten landmarks of one name help nobody to find their way.
    <div role="note" className="side-note">
      {children}
    </div>
  );
}
