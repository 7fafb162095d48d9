import { expect, test } from 'vitest';
import { findCycle, reachable, type Source, sources } from './support/imports.ts';

/** Which way imports may point: README's invariants, walked. A rule that fails names the arrow that broke it. */

const all = sources();
const files = [...all.values()];

/** Arrows out of the files `from` accepts that `allowed` does not. */
function broken(from: (file: string) => boolean, allowed: (to: string, source: Source, type: boolean) => boolean) {
  return files
    .filter(({ file }) => from(file))
    .flatMap((source) =>
      source.imports.filter(({ to, type }) => !allowed(to, source, type)).map(({ to }) => `${source.file} → ${to}`),
    );
}

const isCore = (file: string) => /^lib\/[^/]+\/core(\.ts|\/)/.test(file) || file.startsWith('lib/ml/');
const isAction = (file: string) => /^['"]use server['"]/.test(all.get(file)?.text ?? '');
const isClient = (file: string) => /^['"]use client['"]/m.test(all.get(file)?.text.slice(0, 400) ?? '');
/** The folder of a noun's pages, with all their parts. */
const home = (file: string) => /^app\/(\([a-z]+\)\/|staff\/)?[^/]+/.exec(file)?.[0] ?? file;

test('the walk sees the house', () => {
  expect(files.length).toBeGreaterThan(200);
  expect(all.get('lib/grading/server.ts')?.imports.map(({ to }) => to)).toContain('lib/grading/core/view.ts');
  expect(files.filter(({ file }) => isClient(file)).length).toBeGreaterThan(20);
  expect(files.filter(({ file }) => isAction(file)).length).toBeGreaterThan(1);
});

test('core and ml import only each other and zod', () => {
  expect(broken(isCore, (to) => isCore(to) || to === 'zod')).toEqual([]);
});

test('core and ml ask neither clock nor chance', () => {
  const asks = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(/;
  expect(files.filter(({ file, text }) => isCore(file) && asks.test(text)).map(({ file }) => file)).toEqual([]);
});

test('drizzle appears only in db', () => {
  const isDrizzle = (to: string) => to.startsWith('drizzle') || to === 'postgres';
  expect(
    broken(
      (file) => !file.startsWith('db/'),
      (to) => !isDrizzle(to),
    ),
  ).toEqual([]);
});

test('queries and tables know no verbs', () => {
  const isSql = (file: string) => /^db\/(queries|schema)\//.test(file);
  const allowed = (to: string, _source: Source, type: boolean) =>
    !to.startsWith('app/') && (!to.startsWith('lib/') || isCore(to) || to === 'lib/errors.ts' || type);
  expect(broken(isSql, allowed)).toEqual([]);
});

test('lib does not know app', () => {
  expect(
    broken(
      (file) => file.startsWith('lib/') || file.startsWith('db/'),
      (to) => !to.startsWith('app/'),
    ),
  ).toEqual([]);
});

test('what runs in the browser stays in the browser', () => {
  const allowed = (to: string, entry: string) =>
    isAction(to) ||
    isCore(to) ||
    /^app\/_(components|drafts|writing)\//.test(to) ||
    to.startsWith('lib/harness/') ||
    to === 'lib/paths.ts' ||
    to === 'lib/errors.ts' ||
    to.startsWith(home(entry)); // its own folder
  for (const { file } of files.filter((source) => isClient(source.file))) {
    const reached = reachable(all, file, isAction);
    expect(
      reached.filter((to) => !allowed(to, file)),
      `${file} brings server code into the browser`,
    ).toEqual([]);
    const packages = reached
      .filter((to) => !isAction(to))
      .flatMap((to) => all.get(to)?.imports ?? [])
      .filter(({ to, type }) => !type && (to.startsWith('node:') || to === 'next/headers' || to === 'postgres'));
    expect(packages, `${file} needs what no browser has`).toEqual([]);
  }
});

test('no page knows a solution, a data set or a hidden case', () => {
  const isServerOnly = (to: string) => to.startsWith('assignments/') || /schema\/hidden/.test(to);
  expect(
    broken(
      (file) => file.startsWith('app/'),
      (to) => !isServerOnly(to),
    ),
  ).toEqual([]);
});

test('what is published has passed the gate', () => {
  const importers = files.filter(({ imports }) =>
    imports.some(({ to, type }) => to === 'lib/assignments/publish.ts' && !type),
  );
  expect(importers.map(({ file }) => file)).toEqual(['lib/assignments/gate.ts']);
});

test('the harness brings only what may stand beside student code', () => {
  const packages = [
    'zod',
    'sucrase',
    'acorn',
    '@tensorflow/tfjs',
    '@tensorflow/tfjs-backend-wasm',
    '@tensorflow/tfjs-core',
  ];
  const node = ['lib/harness/node.ts', 'lib/harness/wasm-file.ts'];
  const allowed = (to: string, { file }: Source, type: boolean) =>
    to.startsWith('lib/harness/') ||
    isCore(to) ||
    packages.includes(to) ||
    (to.startsWith('node:') && node.includes(file)) ||
    type;
  expect(broken((file) => file.startsWith('lib/harness/'), allowed)).toEqual([]);
});

test('the sandbox does not know the database', () => {
  for (const { file } of files.filter((source) => source.file.startsWith('lib/sandbox/'))) {
    expect(reachable(all, file, () => false).filter((to) => to.startsWith('db/'))).toEqual([]);
  }
});

test('no folder is entered by a barrel', () => {
  const onlyForwards = ({ text }: Source) =>
    /export \*|export \{[^}]*\} from/.test(text) && !/^(export )?(const|function|class|type|async)/m.test(text);
  expect(files.filter((source) => onlyForwards(source)).map(({ file }) => file)).toEqual(['db/schema/all.ts']); // drizzle's
});

test('nothing imports itself by a detour', () => {
  expect(findCycle(all)).toBeNull();
});
