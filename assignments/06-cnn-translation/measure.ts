/**
 * Trains the reference, the plain network and the starter as a grader does, each for twenty deployments, and writes
 * `measurements.json`: `node assignments/06-cnn-translation/measure.ts`. About 15 minutes on one core; what is there
 * already for the same code is kept, so it can be interrupted. The thresholds of `assignment.json` must keep a
 * distance of four standard errors of the private split from both; `measurements.test.ts` holds them to it.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { manifestSchema } from '#lib/assignments/core/manifest.ts';
import { accuracy } from '#lib/grading/core/checkers/classification.ts';
import { startWasm } from '#lib/harness/backend.ts';
import type { HarnessEvent, Job, Split } from '#lib/harness/protocol.ts';
import { createHarness } from '#lib/harness/run.ts';
import { readWasm } from '#lib/harness/wasm-file.ts';
import { buildSplits } from './data.ts';

const folder = import.meta.dirname;
const file = join(folder, 'measurements.json');
const candidates = ['solution.ts', 'wrong/plain-network.ts', 'starter.ts'];
const deployments = Array.from({ length: 20 }, (_, i) => `measure-${i + 1}`);

type Measurement = {
  code: string;
  codeHash: string;
  seed: string;
  parameters: number;
  public: number;
  private: number;
};

const [seed, code] = process.argv.slice(2);
if (seed && code) console.log(JSON.stringify(await measure(seed, code)));
else measureAll();

/** A process for each training, as in a grader: nothing of one is left for the next. */
function measureAll() {
  let done: Measurement[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  done = done.filter((one) => one.codeHash === hashOf(one.code));
  for (const seed of deployments) {
    for (const code of candidates) {
      if (done.some((one) => one.code === code && one.seed === seed)) continue;
      const output = execFileSync(process.execPath, [import.meta.filename, seed, code], { encoding: 'utf8' });
      done.push(JSON.parse(output));
      console.log(output.trim());
      writeFileSync(file, `[\n${done.map((one) => `  ${JSON.stringify(one)}`).join(',\n')}\n]\n`);
    }
  }
  for (const code of candidates) console.log(summaryOf(done.filter((one) => one.code === code)));
}

/** The private accuracies of one candidate over all deployments. */
function summaryOf(done: Measurement[]): string {
  const scores = done.map((one) => one.private).sort((a, b) => a - b);
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const [lowest, highest] = [scores.at(0), scores.at(-1)].map((score) => score?.toFixed(4));
  const parameters = done.at(0)?.parameters;
  return `${done.at(0)?.code}: ${parameters} parameters, ${lowest} to ${highest}, mean ${mean.toFixed(4)} (${scores.length} deployments)`;
}

async function measure(seed: string, code: string): Promise<Measurement> {
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(folder, 'assignment.json'), 'utf8')));
  // Without the limit, to see what the plain network is worth.
  const task = { inputShape: manifest.input.shape, outputShape: manifest.output.shape, maxParameters: 1_000_000 };
  const splits = buildSplits(seed);
  const { train, validation } = splits;
  const text = readFileSync(join(folder, code), 'utf8');
  const backend = await startWasm(tf, readWasm());

  async function run(job: Job): Promise<HarnessEvent[]> {
    const events: HarnessEvent[] = [];
    await createHarness({ tf, backend, emit: (event) => events.push(event) }).run(job);
    return events;
  }

  const trained = await run({ kind: 'train', code: text, task, seed: manifest.seed, train, validation, quick: false });
  const { topology, parameters } = lastOf(trained, 'model');
  const weights = lastOf(trained, 'weights').bytes;
  const score = async ({ x, y }: Split) => {
    const { shape, data } = lastOf(await run({ kind: 'predict', topology, weights, task, x }), 'predictions');
    const measured = accuracy({ shape, data }, y);
    if (!measured.ok) throw new Error(`${code}: ${measured.why}`);
    return measured.value;
  };
  const scores = { public: await score(splits.public), private: await score(splits.private) };
  return { code, codeHash: hashOf(code), seed, parameters, ...scores };
}

function lastOf<T extends HarnessEvent['type']>(events: HarnessEvent[], type: T) {
  const found = events.findLast((event) => event.type === type);
  const failure = events.find((event) => event.type === 'failure');
  if (!found || failure) throw new Error(`No ${type}: ${JSON.stringify(failure?.note)}`);
  return found as Extract<HarnessEvent, { type: T }>; // found by its type
}

function hashOf(code: string): string {
  return createHash('sha256')
    .update(readFileSync(join(folder, code)))
    .digest('hex')
    .slice(0, 16);
}
