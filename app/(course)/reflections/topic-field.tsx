import { controlClass, Field } from '../../_components/field.tsx';

type Props = { name: string; label: string; hint: string; value: string; topics: string[]; error?: string | undefined };

/** One of the calendar's topics; while the calendar has none, a few words. */
export function TopicField({ name, label, hint, value, topics, error }: Props) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) =>
        topics.length === 0 ? (
          <input {...ids} name={name} maxLength={200} defaultValue={value} className={controlClass} />
        ) : (
          <select {...ids} name={name} defaultValue={value} className={controlClass}>
            <option value="">Choose a topic</option>
            {value !== '' && !topics.includes(value) && (
              <option value={value}>{value}, no longer in the calendar</option>
            )}
            {topics.map((topic) => (
              <option key={topic} value={topic}>
                {topic}
              </option>
            ))}
          </select>
        )
      }
    </Field>
  );
}
