'use client';
import { useEffect, useState } from 'react';
import { previewAction } from './actions.ts';
import { WrittenText } from './written-text.tsx';

type Shown = { kind: 'loading' } | { kind: 'html'; html: string } | { kind: 'failed' };

/** What the text will look like, from the server: the same pipeline that will show it to others. */
export function Preview({ text }: { text: string }) {
  const [shown, setShown] = useState<Shown>({ kind: 'loading' });
  useEffect(() => {
    let gone = false;
    const show = (next: Shown) => {
      if (!gone) setShown(next);
    };
    previewAction(text).then(
      (html) => show({ kind: 'html', html }),
      () => show({ kind: 'failed' }),
    );
    return () => {
      gone = true;
    };
  }, [text]);
  if (text.trim() === '') return <p className="text-ink-soft">Nothing to preview yet.</p>;
  if (shown.kind === 'loading') return <p className="skeleton text-ink-soft">Laying out the text.</p>;
  if (shown.kind === 'html') return <WrittenText html={shown.html} className="prose prose-compact" />;
  return (
    <p role="alert" className="text-bad">
      The preview could not be made: the server was not reached. Your text is kept. Check the connection, go back to
      Write and try again.
    </p>
  );
}
