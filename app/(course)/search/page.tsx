import type { Metadata } from 'next';
import Link from 'next/link';
import { paths } from '#lib/paths.ts';
import { type SearchIn, type SearchResult, searchKinds } from '#lib/search/core.ts';
import { search } from '#lib/search/server.ts';
import { Button, ButtonLink } from '../../_components/button.tsx';
import { EmptyState } from '../../_components/empty-state.tsx';
import { controlClass, Field } from '../../_components/field.tsx';
import { PageBody } from '../../_components/page-body.tsx';
import { PageHeader } from '../../_components/page-header.tsx';
import { pageContext } from '../../session.ts';
import { Result } from './result.tsx';

export const metadata: Metadata = { title: 'Search' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SearchPage({ searchParams }: Props) {
  const { query, within, page } = readQuery(await searchParams);
  const ctx = await pageContext(paths.search(query));
  const { results, hasMore } = await search(ctx, { query, within, page });
  return (
    <PageBody width="text">
      <PageHeader title="Search" />
      <SearchForm query={query} within={within} />
      {query.trim() === '' ? (
        <p className="text-ink-soft">Words in “quotes” stand together; a minus before a word leaves it out.</p>
      ) : (
        <Results results={results} query={query} />
      )}
      <nav aria-label="More results" className="mt-8 flex gap-2">
        {page > 1 && (
          <ButtonLink href={paths.search(query, { in: within, page: `${page - 1}` })}>Better matches</ButtonLink>
        )}
        {hasMore && (
          <ButtonLink href={paths.search(query, { in: within, page: `${page + 1}` })}>More results</ButtonLink>
        )}
      </nav>
    </PageBody>
  );
}

const names: Record<SearchIn, string> = {
  everything: 'Everything',
  discussion: 'Discussion',
  course: 'Lectures, assignments and readings',
};

function SearchForm({ query, within }: { query: string; within: SearchIn }) {
  return (
    <search>
      <form action={paths.search()} className="mb-8 space-y-3">
        <Field label="Search for">
          {(ids) => (
            <div className="flex gap-2">
              <input
                {...ids}
                type="search"
                name="q"
                defaultValue={query}
                maxLength={200}
                dir="auto"
                className={controlClass}
              />
              <Button type="submit" tone="primary" className="min-h-11">
                Search
              </Button>
            </div>
          )}
        </Field>
        <fieldset className="flex flex-wrap gap-x-5">
          <legend className="sr-only">Where</legend>
          {searchKinds.map((kind) => (
            <label key={kind} className="inline-flex min-h-8 items-center gap-2 text-sm pointer-coarse:min-h-11">
              <input type="radio" name="in" value={kind} defaultChecked={kind === within} className="size-4" />
              {names[kind]}
            </label>
          ))}
        </fieldset>
      </form>
    </search>
  );
}

function Results({ results, query }: { results: SearchResult[]; query: string }) {
  if (results.length === 0) {
    return (
      <EmptyState title="Nothing was found">
        No lecture, prompt, reading or post that you may read holds “{query}”. Try fewer words, or others.{' '}
        <Link href={paths.newThread()} className="link">
          Ask in the discussion
        </Link>
      </EmptyState>
    );
  }
  return (
    <ol aria-label="Results" className="space-y-7">
      {results.map((result) => (
        <Result key={JSON.stringify(result.place)} result={result} />
      ))}
    </ol>
  );
}

function readQuery(query: Awaited<Props['searchParams']>) {
  const one = (name: string) => (typeof query[name] === 'string' ? query[name] : '');
  const page = Number(one('page'));
  return {
    query: one('q'),
    within: searchKinds.find((kind) => kind === one('in')) ?? 'everything',
    page: Number.isInteger(page) && page >= 1 && page <= 1000 ? page : 1,
  };
}
