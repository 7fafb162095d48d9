import type { Metadata } from 'next';
import Link from 'next/link';
import { can } from '#lib/auth/core.ts';
import { listReleases, type Releasable } from '#lib/items/release.ts';
import { paths } from '#lib/paths.ts';
import { ButtonLink } from '../../../_components/button.tsx';
import { EmptyState } from '../../../_components/empty-state.tsx';
import { PageBody } from '../../../_components/page-body.tsx';
import { PageHeader } from '../../../_components/page-header.tsx';
import { Status } from '../../../_components/status.tsx';
import { Time } from '../../../_components/time.tsx';
import { staffContext } from '../../../session.ts';
import { Release } from './release.tsx';
import { releaseWords } from './words.ts';

export const metadata: Metadata = { title: 'Release' };

export default async function ReleasePage() {
  const ctx = await staffContext(paths.staff.release());
  const items = await listReleases(ctx);
  return (
    <PageBody>
      <PageHeader
        eyebrow={
          <Link href={paths.staff.gradebook()} className="link">
            Gradebook
          </Link>
        }
        title="Release"
        lead="Students see grades of written work, and the private scores of code, once you release them here. Points for code they see at once."
      />
      {items.length === 0 ? (
        <EmptyState
          title="Nothing to release yet"
          action={<ButtonLink href={paths.staff.written()}>Ask for written work</ButtonLink>}
        >
          Whatever is handed in will have a row here.
        </EmptyState>
      ) : (
        <ol className="border-t border-rule">
          {items.map((item) => (
            <Row key={item.slug} item={item} may={can.releaseGrades(ctx.user)} />
          ))}
        </ol>
      )}
    </PageBody>
  );
}

const kinds = { code: 'Code', proposal: 'Proposal', written: 'Written work' };

function Row({ item, may }: { item: Releasable; may: boolean }) {
  return (
    <li className="grid items-start gap-x-12 gap-y-3 border-b border-rule py-5 sm:grid-cols-[minmax(0,1fr)_auto]">
      <div className="min-w-0">
        <p className="eyebrow">{kinds[item.kind]}</p>
        <h2 className="text-lg break-words" dir="auto">
          {item.title}
        </h2>
        <p className="mt-1 text-sm text-ink-soft">{standing(item)}</p>
        {item.releasedAt === null && item.open.length > 0 && <StillOpen open={item.open} />}
      </div>
      <Control item={item} may={may} />
    </li>
  );
}

function standing({ keeps, ready, waiting }: Releasable): string {
  if (ready + waiting === 0) return 'Nothing was handed in yet.';
  if (keeps?.what !== 'scores') return `${ready} of ${ready + waiting} graded.`;
  const scored = `${ready} ${ready === 1 ? 'student has' : 'students have'} a private score`;
  if (waiting === 0) return `${scored}.`;
  return `${scored}, ${waiting === 1 ? '1 submission waits' : `${waiting} submissions wait`} for a grade.`;
}

function StillOpen({ open }: { open: Releasable['open'] }) {
  return (
    <div className="mt-2 max-w-measure text-sm text-ink-soft">
      <p>Whoever can still hand in could fit exact private scores. It is open for</p>
      <ul className="list-disc pl-5">
        {open.map(({ name, until }) => (
          <li key={`${name} ${until.toISOString()}`}>
            {name === null ? 'the class' : <bdi>{name}</bdi>} until <Time at={until.toISOString()} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Control({
  item: { slug, title, releasedAt, keeps, open, ...counts },
  may,
}: {
  item: Releasable;
  may: boolean;
}) {
  if (!keeps) return <Status tone="neutral">All told at once</Status>;
  if (releasedAt === null && open.length > 0) return <Status tone="neutral">Not yet possible</Status>;
  if (releasedAt === null && counts.ready + counts.waiting === 0) return <Status tone="neutral">Nothing yet</Status>;
  return (
    <Release
      slug={slug}
      title={title}
      releasedAt={releasedAt?.toISOString() ?? null}
      may={may}
      words={releaseWords({ ...counts, keeps })}
      back={paths.staff.release()}
    />
  );
}
