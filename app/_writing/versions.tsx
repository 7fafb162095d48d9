import { paths } from '#lib/paths.ts';
import type { FieldSpec } from '#lib/writing/core/item.ts';
import { differenceOf } from '#lib/writing/difference.ts';
import { Time } from '../_components/time.tsx';
import { Answers } from './answers.tsx';
import { Difference } from './difference.tsx';

type Version = {
  id: string;
  number: number;
  fields: Record<string, string>;
  pdfId: string | null;
  submittedAt: Date | null;
  by: string | null;
};

type Props = {
  specs: FieldSpec[];
  versions: Version[];
  /** Whether the newest shows its changes at once. */
  open?: boolean;
};

/** Every version, newest first: the first one whole, each later one as what it changed. */
export function Versions({ specs, versions, open = false }: Props) {
  return (
    <section aria-labelledby="versions">
      <h2 id="versions" className="mb-3 text-xl">
        Versions
      </h2>
      <ol className="border-t border-rule">
        {versions.map((version, i) => (
          <li key={version.id} className="border-b border-rule">
            <details className="group" open={open && i === 0}>
              <summary className="flex min-h-11 flex-wrap items-center gap-x-3 py-2 marker:content-none">
                <span aria-hidden className="text-ink-faint transition-transform group-open:rotate-90">
                  ▸
                </span>
                <span className="font-[550]">Version {version.number}</span>
                <span className="text-sm text-ink-soft">
                  {version.submittedAt && <Time at={version.submittedAt.toISOString()} show="absolute" past />}
                  {version.by && (
                    <>
                      {' by '}
                      <bdi>{version.by}</bdi>
                    </>
                  )}
                </span>
              </summary>
              <div className="max-w-measure pt-2 pb-6 pl-6">
                <PdfLink id={version.pdfId} />
                <Changes specs={specs} version={version} before={versions[i + 1]} />
              </div>
            </details>
          </li>
        ))}
      </ol>
    </section>
  );
}

export function PdfLink({ id }: { id: string | null }) {
  if (!id) return null;
  return (
    <p className="mb-4">
      <a href={paths.file(id)} className="link" target="_blank" rel="noopener">
        The PDF handed in with it
      </a>
    </p>
  );
}

function Changes({ specs, version, before }: { specs: FieldSpec[]; version: Version; before: Version | undefined }) {
  if (!before) return <Answers specs={specs} fields={version.fields} />;
  const changed = specs.filter(({ name }) => before.fields[name] !== version.fields[name]);
  return (
    <div className="space-y-5">
      <p className="text-sm text-ink-soft">
        Compared with version {before.number}
        {changed.length === 0 && ': the text is the same'}
        {before.pdfId !== version.pdfId && ', the PDF is another one'}.
      </p>
      {changed.map(({ name, label }) => (
        <section key={name} aria-label={`${label}, changes`}>
          {specs.length > 1 && <h3 className="eyebrow mb-1">{label}</h3>}
          <Difference stretches={differenceOf(before.fields[name] ?? '', version.fields[name] ?? '')} />
        </section>
      ))}
    </div>
  );
}
