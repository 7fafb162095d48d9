import type { Work } from '#db/queries/grading-runs.ts';
import type { AnyManifest } from '#lib/assignments/core/manifest.ts';
import type { Limits } from '#lib/sandbox/isolate.ts';
import type { Datasets } from './datasets.ts';
import { gradeFunctions, limitsOfFunctions } from './functions.ts';
import { type Grade, gradeSubmission, limitsOfGrade, type Processes } from './grade.ts';

export type Bench = {
  sandbox: Processes;
  datasets: Datasets;
  signal: AbortSignal;
  background: boolean;
  /** Whether the server is to train a model itself. */
  trains: boolean;
};

/** Grades a submission of whatever kind, with its version's data. @throws InfrastructureFailure */
export async function gradeWork(work: Work, { datasets, trains, ...bench }: Bench): Promise<Grade> {
  const { manifest, versionId } = work;
  if (manifest.kind === 'functions') {
    const cases = await datasets.cases(versionId);
    return gradeFunctions({ code: work.code, manifest }, { ...bench, cases });
  }
  const hidden = await datasets.hidden(versionId);
  const visible = trains ? await datasets.visible(versionId) : null;
  return gradeSubmission({ ...work, manifest }, { ...bench, hidden, visible });
}

/** What a grade that a student waits for asks of the sandbox: its processes, before anything is known of the code. */
export async function limitsOf(version: { id: string; manifest: AnyManifest }, datasets: Datasets): Promise<Limits[]> {
  const { id, manifest } = version;
  if (manifest.kind === 'model') return limitsOfGrade(manifest, await datasets.hidden(id));
  const { examples, hidden } = limitsOfFunctions(manifest, await datasets.cases(id));
  return [examples, hidden];
}
