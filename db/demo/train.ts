/**
 * Trains the code of the demo's classmates as a grader does and keeps the weights beside it: `node db/demo/train.ts`.
 * Only needed after a change to that code; about three minutes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildSplits, readFolder } from '#lib/assignments/folder.ts';
import { gradeSubmission } from '#lib/grading/grade.ts';
import { openSandbox } from '#lib/sandbox/sandbox.ts';

const slug = '06-cnn-translation';
const folder = path.resolve(import.meta.dirname, '../../assignments', slug);
const trained = ['linear', 'one-convolution', 'two-convolutions', 'deeper'];

const { manifest } = await readFolder(folder);
if (manifest.kind !== 'model') throw new Error(`${slug} is no model to train.`);
const { train, validation, ...hidden } = await buildSplits(folder, manifest, 'demo');
const sandbox = await openSandbox({ allowDemo: true });
for (const name of trained) {
  const file = path.join(import.meta.dirname, 'code', name);
  const code = readFileSync(`${file}.ts`, 'utf8');
  const work = { id: name, userId: 'demo', slug, versionId: 'demo', regradeId: null, code, weights: null, manifest };
  const grade = await gradeSubmission(work, {
    sandbox,
    hidden: (['public', 'private'] as const).map((split) => ({ split, ...hidden[split] })),
    visible: { train, validation },
    signal: new AbortController().signal,
    background: false,
  });
  if (!grade.weights) throw new Error(`${name} ended as ${grade.outcome}: ${JSON.stringify(grade.note)}`);
  writeFileSync(`${file}.safetensors`, grade.weights);
  console.log(`${name}: ${grade.points} of ${grade.maxPoints}, ${JSON.stringify(grade.metrics)}`);
}
await sandbox.close();
