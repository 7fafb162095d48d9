import type { AnyManifest } from '#lib/assignments/core/manifest.ts';
import type { AssignmentView } from '#lib/assignments/core/view.ts';
import { paths } from '#lib/paths.ts';

/** An assignment as the API shows it, with what applies to the caller. */
export function assignmentJson({ slug, version, manifest, maxPoints, policy }: AssignmentView) {
  const { title, summary, kind, limits, seed } = manifest;
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
    seed,
    limits,
    tests: manifest.tests,
    ...ofItsKind(slug, manifest),
  };
}

/** Of functions there is one file of data: the visible cases. */
function ofItsKind(slug: string, manifest: AnyManifest) {
  const validation = paths.api.data(slug, 'validation');
  if (manifest.kind === 'functions') return { data: { validation } };
  const { train, input, output, classes, baselines } = manifest;
  const data = { train: paths.api.data(slug, 'train'), validation };
  return { train, input, output, classes: classes ?? null, baselines, data };
}
