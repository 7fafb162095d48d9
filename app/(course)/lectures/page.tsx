import type { Metadata } from 'next';
import Link from 'next/link';
import { lectures } from '#lib/lectures/core.ts';
import { paths } from '#lib/paths.ts';
import { PageBody } from '../../_components/page-body.tsx';
import { PageHeader } from '../../_components/page-header.tsx';
import { pageContext } from '../../session.ts';
import { ReadCount } from './read-count.tsx';

export const metadata: Metadata = { title: 'Lectures' };

export default async function LecturesPage() {
  const ctx = await pageContext(paths.lectures());
  return (
    <PageBody width="text">
      <PageHeader title="Lectures" lead="Text, mathematics and small machines to try them on." />
      <ol className="divide-y divide-rule border-y border-rule">
        {lectures.map(({ slug, title, summary, minutes, sections }, i) => (
          <li key={slug} className="grid grid-cols-[2.5rem_1fr] py-6">
            <span className="pt-1 text-ink-soft tabular-nums">{i + 1}</span>
            <div>
              <h2 className="text-xl">
                <Link href={paths.lecture(slug)} className="link">
                  {title}
                </Link>
              </h2>
              <p className="mt-1.5 font-serif text-reading">{summary}</p>
              <p className="mt-2 text-sm text-ink-soft">
                About {minutes} minutes with the demo, {sections.length} sections
                <ReadCount slug={slug} userId={ctx.user.id} sections={sections} />
              </p>
            </div>
          </li>
        ))}
      </ol>
    </PageBody>
  );
}
