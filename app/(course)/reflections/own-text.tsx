import { randomUUID } from 'node:crypto';
import { refusalText } from '#lib/writing/core/state.ts';
import type { OwnWriting, WrittenItem } from '#lib/writing/core/view.ts';
import { differenceOf } from '#lib/writing/difference.ts';
import { Answers } from '../../_writing/answers.tsx';
import { PdfLink } from '../../_writing/versions.tsx';
import { Overlap } from './overlap.tsx';
import { WritingForm } from './writing-form.tsx';

type TextProps = { item: WrittenItem; own: OwnWriting; topics: string[]; now: Date };

/** What can be written now, or what was handed in. */
export function OwnText({ item, own, topics, now }: TextProps) {
  const [newest] = own.versions;
  if (own.refusal) {
    return (
      <section aria-labelledby="text">
        <h2 id="text" className="mb-4 text-2xl">
          {newest ? 'What you handed in' : 'Your text'}
        </h2>
        <p className="mb-5 text-ink-soft">{refusalText[own.refusal]}</p>
        {newest && <PdfLink id={newest.pdfId} />}
        {newest && <Answers specs={item.fields} fields={newest.fields} large />}
      </section>
    );
  }
  const initial = Object.fromEntries(
    item.fields.map(({ name }) => [
      name,
      own.drafts[name] ?? { text: newest?.fields[name] ?? '', revision: 0, savedAt: null },
    ]),
  );
  return (
    <section aria-labelledby="text">
      <h2 id="text" className="mb-5 text-2xl">
        {own.state === 'changes_asked' ? 'Revise' : 'Write'}
      </h2>
      <Overtaken item={item} own={own} />
      <WritingForm
        key={newest?.number ?? 0}
        slug={item.slug}
        fields={item.fields}
        topics={topics}
        initial={initial}
        number={newest?.number ?? 0}
        submissionKey={randomUUID()}
        pdf={{ allowed: item.allowPdf, current: newest?.pdfId ?? null }}
        warning={warningOf(item, own, now)}
      />
    </section>
  );
}

/** A co-author handed in after the reader's draft was saved: handing the draft in would take theirs back. */
function Overtaken({ item, own }: { item: WrittenItem; own: OwnWriting }) {
  const [newest] = own.versions;
  const changes = item.fields.flatMap(({ name, label }) => {
    const draft = own.drafts[name];
    const isOlder = newest && draft?.savedAt && draft.savedAt < newest.submittedAt;
    const theirs = newest?.fields[name] ?? '';
    return isOlder && draft.text !== theirs ? [{ label, stretches: differenceOf(theirs, draft.text) }] : [];
  });
  if (!newest || changes.length === 0) return null;
  return (
    <div className="mb-6">
      <Overlap conflict={{ number: newest.number, by: newest.by, changes }} />
    </div>
  );
}

function warningOf({ scale }: WrittenItem, { dates, versions, state }: OwnWriting, now: Date): string | null {
  if (now < dates.dueAt || state === 'changes_asked') return null;
  if (versions.length === 0) return 'The due date has passed: what you hand in now counts as late.';
  return scale === 'decision' ? null : 'The newest version counts, and one handed in now is late.';
}
