import { expect, it } from 'vitest';
import { traceErrorsOn, traceOf } from './log.ts';

const marker = 'seagull';

it('an error is traced by its kind, code and place, and not by its words', () => {
  const cause = Object.assign(new Error(`duplicate key ${marker}`), { code: '23505', detail: marker });
  const error = new Error(`Failed query\nparams: ${marker}\n    at ${marker} (x.ts:1:1)`, { cause });
  const trace = traceOf(error);
  expect(trace).toMatchObject({ type: 'Error', cause: { type: 'Error', code: '23505' } });
  expect(trace.at?.[0]).toContain('log.test.ts');
  expect(JSON.stringify(trace)).not.toContain(marker);
});

it('nor by names and codes that somebody made up, nor by a stack that was replaced', () => {
  const error = Object.assign(new Error('x'), { name: `${marker} and more`, code: `${marker}!` });
  error.stack = `Error: other words\n    at ${marker} (y.ts:1:1)`;
  expect(traceOf(error)).toEqual({ type: 'Error', at: [] });
  expect(traceOf(marker)).toEqual({ type: 'string' });
});

it('a cause that causes itself comes to an end', () => {
  const error = new Error('x');
  error.cause = error;
  expect(JSON.stringify(traceOf(error)).match(/"type"/g)).toHaveLength(3);
});

it('a console that traces errors says none of their words', () => {
  const said: unknown[] = [];
  const console = {
    error: (...words: unknown[]) => said.push(...words),
    warn: (...words: unknown[]) => said.push(...words),
  };
  traceErrorsOn(console);
  console.error('⨯', new Error(`params: ${marker}`));
  console.warn(new TypeError(marker));
  expect(said[0]).toBe('⨯');
  expect(said[1]).toContain('"type":"Error"');
  expect(said[2]).toContain('"type":"TypeError"');
  expect(JSON.stringify(said)).not.toContain(marker);
});
