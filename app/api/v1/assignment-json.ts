import type { AssignmentView } from '#lib/assignments/core/view.ts';
import { paths } from '#lib/paths.ts';

/** An assignment as the API shows it, with what applies to the caller. */
export function assignmentJson({ slug, version, manifest, maxPoints, policy }: AssignmentView) {
  const { title, summary, kind, limits, input, output, classes, train, seed, baselines } = manifest;
  return {
    slug,
    version,
    title,
    summary,
    kind,
    opens: policy.opensAt.toISOString(),
    due: policy.dueAt.toISOString(),
    closes: policy.closesAt.toISOString(),
    attempts: policy.attempts,
    late: policy.isLate,
    /** Why nothing can be submitted now, or null. */
    refusal: policy.refusal,
    maxPoints,
    train,
    seed,
    limits,
    input,
    output,
    classes: classes ?? null,
    tests: manifest.tests,
    baselines,
    data: { train: paths.api.data(slug, 'train'), validation: paths.api.data(slug, 'validation') },
  };
}
