import Link from 'next/link';
import type { LeftOff } from '#lib/course/left-off.ts';
import { paths } from '#lib/paths.ts';
import { Time } from '../../_components/time.tsx';
import { Section } from './section.tsx';

const names: Record<LeftOff['kind'], string> = {
  lecture: 'Lecture',
  assignment: 'Assignment',
  writing: 'Begun, not handed in',
  reply: 'A reply, begun',
  thread: 'Begun, not sent',
};

export function LeftOffList({ places }: { places: LeftOff[] }) {
  return (
    <Section title="Where you left off">
      {places.length === 0 && (
        <p className="mt-4 text-sm text-ink-soft">
          The lectures and assignments you open are listed here, and what you begin to write. A good first one is among
          the{' '}
          <Link href={paths.lectures()} className="link">
            lectures
          </Link>
          .
        </p>
      )}
      <ul className="mt-2">
        {places.map(({ kind, title, href, at }) => (
          <li key={`${kind}:${href}`}>
            <Link href={href} className="group block py-2 pointer-coarse:py-3">
              <span className="font-serif break-words group-hover:text-accent" dir="auto">
                {title}
              </span>
              <span className="block text-xs text-ink-soft">
                {names[kind]}, <Time at={at} show="relative" past />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}
