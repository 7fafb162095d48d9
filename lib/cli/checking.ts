import { checkAssignment, type FileCheck } from '#lib/assignments/check.ts';
import type { Check } from '#lib/assignments/gate.ts';
import { readSettings } from '#lib/env.ts';
import { makeFolder } from '#lib/host/lock.ts';
import { openSandbox, type Sandbox } from '#lib/sandbox/sandbox.ts';

/** Runs `body` with a check through the real sandbox, which is opened by the first check and closed at the end. */
export async function withCheck<T>(onFile: (line: string) => void, body: (check: Check) => Promise<T>): Promise<T> {
  let opening: Promise<Sandbox> | undefined;
  const check: Check = async (folder, seed) => {
    opening ??= open();
    const signal = new AbortController().signal;
    const sandbox = await opening;
    return checkAssignment(folder, { sandbox, seed, signal, onFile: (one) => onFile(sentence(one)) });
  };
  try {
    return await body(check);
  } finally {
    await (await opening)?.close();
  }
}

async function open(): Promise<Sandbox> {
  await makeFolder(readSettings().DATA_DIR);
  return openSandbox({ allowDemo: true });
}

/** A check as lines for a person: its file and what it got, then every problem. */
function sentence({ file, ok, found, problems, seconds }: FileCheck): string {
  const first = `${ok ? '✓' : '✗'} ${file}: ${found} (${seconds.toFixed(1)} s)`;
  return [first, ...problems.map((problem) => `    ${problem}`)].join('\n');
}
