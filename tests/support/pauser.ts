import { findIsolates, sandboxWith } from '#lib/sandbox/sandbox.ts';

/* A grader in miniature: a grade has begun, so that the spare processes it starts now are paused at once. */
const isolate = (await findIsolates()).find((each) => 'start' in each && each.name === process.argv[2]);
if (!isolate || !('start' in isolate)) throw new Error(`There is no ${process.argv[2]} here.`);
const sandbox = sandboxWith(isolate);
sandbox.holdBackground();
const limits = { wallMs: 60_000, cpuSeconds: 60, memoryMiB: 256, outputBytes: 1e6, background: false };
for (let i = 0; i < 4; i++) sandbox.prepare(limits, { gently: true });
process.send?.('paused');
setInterval(() => {}, 1000);
