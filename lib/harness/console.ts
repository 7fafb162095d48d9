import { cutText } from '#lib/text/core.ts';
import { lineOf } from './compile.ts';
import type { Emit } from './protocol.ts';
import { render } from './render.ts';

type Level = 'debug' | 'info' | 'warn' | 'error';

const levels: Record<string, Level> = {
  debug: 'debug',
  trace: 'debug',
  log: 'info',
  info: 'info',
  dir: 'info',
  table: 'info',
  warn: 'warn',
  error: 'error',
};

/** A run may say this much; a `console.log` in a tight loop must not drown the page. */
const maxMessages = 2000;
const maxText = 8000;

/** Sends what is written to the console as `log` events; the returned function puts the console back. */
export function captureConsole(emit: Emit): () => void {
  const before = { ...console };
  let messages = 0;
  const write = (level: Level, args: unknown[]) => {
    messages++;
    if (messages > maxMessages) return;
    if (messages === maxMessages) {
      emit({ type: 'log', level: 'warn', text: `The console shows the first ${maxMessages} messages of a run.` });
      return;
    }
    const line = lineOf(new Error('where'));
    emit({ type: 'log', level, text: cutText(args.map(render).join(' '), maxText), ...(line ? { line } : {}) });
  };
  for (const [name, level] of Object.entries(levels)) {
    Object.assign(console, { [name]: (...args: unknown[]) => write(level, args) });
  }
  Object.assign(console, {
    assert: (condition: unknown, ...args: unknown[]) => condition || write('error', ['Assertion failed', ...args]),
  });
  return () => Object.assign(console, before);
}
