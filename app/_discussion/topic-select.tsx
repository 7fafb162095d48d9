import type { TopicChoice } from '#lib/discussion/core/topic.ts';
import { controlClass, Field } from '../_components/field.tsx';

type Props = {
  label: string;
  chosen: string;
  topics: TopicChoice[];
  /** With a first choice that is no topic. */
  all?: boolean;
};

/** The topics of the course under the headings of their kinds. */
export function TopicSelect({ label, chosen, topics, all = false }: Props) {
  const groups = Map.groupBy(topics, ({ group }) => group);
  const options = (choices: TopicChoice[] = []) =>
    choices.map(({ topic, title }) => (
      <option key={topic} value={topic}>
        {title}
      </option>
    ));
  return (
    <Field label={label}>
      {(ids) => (
        <select key={chosen} {...ids} name="topic" defaultValue={chosen} className={controlClass}>
          {all && <option value="">All topics</option>}
          {options(groups.get(null))}
          {[...groups].map(
            ([group, choices]) =>
              group && (
                <optgroup key={group} label={group}>
                  {options(choices)}
                </optgroup>
              ),
          )}
        </select>
      )}
    </Field>
  );
}
