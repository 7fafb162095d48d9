import { paths } from '#lib/paths.ts';
import { ButtonLink } from '../../_components/button.tsx';
import { EmptyState } from '../../_components/empty-state.tsx';
import type { Query } from './query.ts';

type Props = { query: Query; entries: number; sessions: number; plans: boolean };

/** What is missing, and the first step towards it. */
export function Nothing({ query, entries, sessions, plans }: Props) {
  if (query.edit) return null;
  if (plans && sessions === 0) {
    return (
      <EmptyState
        title="No classes yet"
        action={
          <ButtonLink href={paths.calendar({ edit: 'series' })} tone="primary">
            Add the classes of the term
          </ButtonLink>
        }
      >
        Say on which weekdays the class meets and what its topics are. Students see them here and in their own
        calendars, and choose a project’s category among the topics.
      </EmptyState>
    );
  }
  if (entries > 0) return null;
  if (query.dueForMe) {
    return <EmptyState title="Nothing is due for you">What you have not handed in yet will stand here.</EmptyState>;
  }
  return (
    <EmptyState title="Nothing is planned yet">
      Classes with their topics, readings and due dates appear here as your instructor plans them.
    </EmptyState>
  );
}
