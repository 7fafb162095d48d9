import { Status } from '../../../_components/status.tsx';

type Props = { regrade: { publishedAt: Date | null; discardedAt: Date | null; policy: string | null } };

/** Where a regrade stands, in a word or two. */
export function RegradeState({ regrade: { publishedAt, discardedAt, policy } }: Props) {
  if (discardedAt) return <Status tone="info">Discarded</Status>;
  if (!publishedAt) return <Status tone="warn">Draft</Status>;
  return <Status tone="good">Published, {policy === 'as_is' ? 'as it is' : 'never lower'}</Status>;
}
