import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { NotFound } from '#lib/errors.ts';
import { paths } from '#lib/paths.ts';
import { getItem } from '#lib/writing/items.ts';
import { pageContext } from '../../../session.ts';
import { WritingPage } from '../writing-page.tsx';

export const metadata: Metadata = { title: 'Written work' };

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<{ done?: string }> };

export default async function ReflectionPage({ params, searchParams }: Props) {
  const [{ slug }, { done }] = await Promise.all([params, searchParams]);
  const ctx = await pageContext(paths.reflection(slug));
  const item = await getItem(ctx, slug).catch(missing);
  if (item.kind === 'proposal') redirect(paths.proposals(slug));
  return <WritingPage ctx={ctx} item={item} done={done} eyebrow="Written work" />;
}

function missing(error: unknown): never {
  if (error instanceof NotFound) notFound();
  throw error;
}
