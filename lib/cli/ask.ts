import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import { InvalidInput } from '#lib/errors.ts';

/** A password given on standard input, without the line break at its end. */
export async function readPassword(): Promise<string> {
  return (await text(process.stdin)).replace(/\r?\n$/, '');
}

export type Question = {
  /** Of the option that answers it too. */
  name: string;
  text: string;
  /** Taken for an empty answer. */
  suggestion?: string;
  /** What is wrong with an answer, or null. */
  problem: (answer: string) => string | null;
};

export type Terminal = { input: NodeJS.ReadableStream; output: NodeJS.WritableStream };

/** The person at the keyboard; null in a script. */
export function findTerminal(): Terminal | null {
  // Questions go where a script that keeps the result would not look.
  return process.stdin.isTTY ? { input: process.stdin, output: process.stderr } : null;
}

/**
 * Asks what the options leave open, each again until its answer is good. A script has to give them all.
 * @throws InvalidInput naming the options that are missing, or the answer with which a script ended
 */
export async function answerAll(
  questions: readonly Question[],
  given: Readonly<Record<string, unknown>>,
  terminal: Terminal | null,
): Promise<Record<string, string>> {
  const open = questions.filter(({ name }) => given[name] === undefined);
  if (open.length > 0 && !terminal) {
    const names = open.map(({ name }) => `--${name}`).join(', ');
    throw new InvalidInput(`Missing: ${names}.`, 'Add them, or run this in a terminal, which asks for them.');
  }
  const answers: Record<string, string> = {};
  for (const { name, problem } of questions) {
    const answer = given[name];
    if (typeof answer !== 'string') continue;
    const wrong = problem(answer);
    if (wrong) throw new InvalidInput(`--${name}: ${wrong}`);
    answers[name] = answer;
  }
  if (terminal)
    await withLines(terminal, async (ask) => {
      for (const question of open) answers[question.name] = await insist(question, ask, terminal);
    });
  return answers;
}

/** Whether the person says yes. A script says it with `--yes`. @throws InvalidInput in a script that did not */
export async function confirm(said: boolean | undefined, terminal: Terminal | null): Promise<boolean> {
  if (said) return true;
  if (!terminal) throw new InvalidInput('Nothing was changed.', 'Add --yes to go on without being asked.');
  let answer = '';
  await withLines(terminal, async (ask) => {
    answer = await ask('Go on? Write yes: ');
  });
  return answer.trim().toLowerCase() === 'yes';
}

type Ask = (prompt: string) => Promise<string>;

async function insist({ text, suggestion, problem }: Question, ask: Ask, { output }: Terminal): Promise<string> {
  for (;;) {
    const answer = (await ask(`${text}${suggestion ? ` [${suggestion}]` : ''}: `)).trim() || (suggestion ?? '');
    const wrong = problem(answer);
    if (!wrong) return answer;
    output.write(`  ${wrong}\n`);
  }
}

/** @throws InvalidInput when the input ends, or the person presses Ctrl-C */
async function withLines(terminal: Terminal, body: (ask: Ask) => Promise<void>): Promise<void> {
  const lines = createInterface(terminal);
  const ended = new Promise<never>((_, reject) => {
    lines.once('close', () => reject(new InvalidInput('Stopped: nothing was changed.')));
  });
  ended.catch(() => {});
  try {
    await body((prompt) => Promise.race([lines.question(prompt), ended]));
  } finally {
    lines.close();
  }
}
