import { Fragment } from 'react';
import type { Stretch } from '#lib/writing/core/fields.ts';

/** Two texts laid over each other: what went is struck out, what came is underlined, and both are said aloud. */
export function Difference({ stretches }: { stretches: Stretch[] }) {
  return (
    <p className="font-serif text-[1.0625rem] leading-relaxed break-words whitespace-pre-wrap" dir="auto">
      {stretches.map(({ kind, text }, i) => {
        // biome-ignore lint/suspicious/noArrayIndexKey: a text has no other names for its stretches
        if (kind === 'same') return <span key={i}>{text}</span>;
        const Mark = kind === 'added' ? 'ins' : 'del';
        const look = kind === 'added' ? 'bg-good-wash text-ink' : 'bg-bad-wash text-ink-soft';
        // The space behind is not marked: an empty line with a bar in it says nothing.
        const words = text.trimEnd();
        const space = kind === 'added' ? text.slice(words.length) : ' ';
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <Fragment key={i}>
            <Mark className={`rounded-sm px-0.5 ${look}`}>
              <span className="sr-only">{kind === 'added' ? 'added: ' : 'removed: '}</span>
              {words}
            </Mark>
            {space}
          </Fragment>
        );
      })}
    </p>
  );
}
