import { countWords } from '#lib/markdown/core.ts';
import type { FieldSpec } from '#lib/writing/core/item.ts';
import { Prose } from './prose.tsx';

type Props = { specs: FieldSpec[]; fields: Record<string, string>; large?: boolean };

/** What was handed in, field by field. One field alone needs no name. */
export function Answers({ specs, fields, large = false }: Props) {
  return (
    <div className="space-y-7">
      {specs.map(({ name, label, kind }) => (
        <section key={name} aria-label={label} className="min-w-0">
          {specs.length > 1 && <h3 className="eyebrow mb-1">{label}</h3>}
          {kind === 'topic' ? (
            <p className="font-serif text-lg font-semibold" dir="auto">
              {fields[name]}
            </p>
          ) : (
            <>
              <div dir="auto">
                <Prose markdown={fields[name] ?? ''} headingLevel={4} compact={!large} />
              </div>
              <p className="mt-2 text-xs text-ink-soft">{countWords(fields[name] ?? '')} words</p>
            </>
          )}
        </section>
      ))}
    </div>
  );
}
