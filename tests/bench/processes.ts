import path from 'node:path';
import type { HarnessEvent, Job } from '#lib/harness/protocol.ts';
import { bundleHarness } from '#lib/sandbox/bundle.ts';
import { launch, nodeCommand } from '#lib/sandbox/command.ts';
import { harnessProgram, type Isolate, type Limits } from '#lib/sandbox/isolate.ts';
import { prepareRoot } from '#lib/sandbox/root.ts';
import { sandboxWith } from '#lib/sandbox/sandbox.ts';

/** So wide that nothing but a hang meets them. */
export const wideLimits: Limits = {
  wallMs: 180_000,
  cpuSeconds: 180,
  memoryMiB: 1024,
  outputBytes: 2 ** 28,
  background: false,
};

/** No isolate at all: the same program in an ordinary Node, which is what isolates are measured against. */
export async function plainNode(dataFolder: string): Promise<Isolate> {
  const root = await prepareRoot(await bundleHarness(path.join(dataFolder, 'sandbox-bundle')), dataFolder);
  const app = path.join(root.folder, 'app');
  const program = { ...harnessProgram, permission: false };
  const start: Isolate['start'] = (limits) => launch(nodeCommand(process.execPath, app, limits, program));
  return { name: 'permission', tier: 'demo', start };
}

/** One job in a new process, from its start to its end. @throws where the job fails */
export async function runWhole(isolate: Isolate, job: Job): Promise<{ ms: number; events: HarnessEvent[] }> {
  const events: HarnessEvent[] = [];
  const start = performance.now();
  const { ending, stderr } = await sandboxWith(isolate).run(job, wideLimits, {
    onEvent: (event) => events.push(event),
  });
  const ms = performance.now() - start;
  const failure = events.find((event) => event.type === 'failure');
  if (ending !== 'finished' || failure) throw new Error(`${ending} ${JSON.stringify(failure?.note)} ${stderr ?? ''}`);
  return { ms, events };
}
