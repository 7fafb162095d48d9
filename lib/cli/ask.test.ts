import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { answerAll, confirm, type Question } from './ask.ts';

const questions: Question[] = [
  { name: 'title', text: 'Title', suggestion: 'Deep Learning', problem: () => null },
  { name: 'start', text: 'First day', problem: (answer) => (answer === '2026-10-05' ? null : 'No day.') },
];

/** A person who answers each question, one line a prompt, and then leaves. */
function person(...lines: string[]) {
  const input = new PassThrough();
  const output = new PassThrough();
  const said = text(output);
  let asked = '';
  output.on('data', (chunk) => {
    asked += chunk;
    if (!asked.endsWith(': ')) return;
    asked = '';
    const line = lines.shift();
    if (line === undefined) input.end();
    else input.write(`${line}\n`);
  });
  const all = () => {
    output.end();
    return said;
  };
  return { terminal: { input, output }, said: all };
}

test('asks only for what no option gave, again until it is good, and takes a suggestion', async () => {
  const { terminal, said } = person('', 'tomorrow', '2026-10-05');
  expect(await answerAll(questions, {}, terminal)).toEqual({ title: 'Deep Learning', start: '2026-10-05' });
  expect(await said()).toBe('Title [Deep Learning]: First day:   No day.\nFirst day: ');
  const second = person('2026-10-05');
  expect(await answerAll(questions, { title: 'T' }, second.terminal)).toEqual({ title: 'T', start: '2026-10-05' });
});

test('a script gives them all, and is told the name of the wrong one', async () => {
  await expect(answerAll(questions, { title: 'T' }, null)).rejects.toThrow('Missing: --start.');
  await expect(answerAll(questions, { title: 'T', start: 'x' }, null)).rejects.toThrow('--start: No day.');
  const all = { title: 'T', start: '2026-10-05' };
  expect(await answerAll(questions, all, null)).toEqual(all);
});

test('who leaves in the middle has changed nothing', async () => {
  await expect(answerAll(questions, {}, person('T').terminal)).rejects.toThrow('Stopped: nothing was changed.');
});

test('only yes is yes', async () => {
  expect(await confirm(undefined, person('Yes').terminal)).toBe(true);
  expect(await confirm(undefined, person('y').terminal)).toBe(false);
  expect(await confirm(undefined, person('').terminal)).toBe(false);
  expect(await confirm(true, null)).toBe(true);
  await expect(confirm(undefined, null)).rejects.toThrow('Nothing was changed.');
});
