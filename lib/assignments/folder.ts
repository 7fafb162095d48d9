import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { InvalidInput } from '#lib/errors.ts';
import { compile } from '#lib/harness/compile.ts';
import { Fault } from '#lib/harness/fault.ts';
import type { Split, TensorData } from '#lib/harness/protocol.ts';
import { type AnyManifest, anyManifestSchema, type Manifest } from './core/manifest.ts';
import { whyReadable } from './core/probing.ts';
import { findFlaws } from './core/rules.ts';

/**
 * Reads an assignment's folder. Whatever is wrong with it is said with the file, the field and what to do: the reader
 * of these errors is writing an assignment.
 */
export type AssignmentFolder = { slug: string; manifest: AnyManifest; prompt: string; starter: string };

export const splitNames = ['train', 'validation', 'public', 'private'] as const;
export type SplitName = (typeof splitNames)[number];
export type Splits = Record<SplitName, Split>;

/** @throws InvalidInput */
export async function readFolder(folder: string): Promise<AssignmentFolder> {
  const slug = path.basename(folder);
  if (!/^[0-9a-z][0-9a-z-]{0,63}$/.test(slug)) {
    throw new InvalidInput(`${folder}: "${slug}" is not a name for an assignment.`, 'Use a-z, 0-9 and hyphens.');
  }
  const manifest = await readManifest(folder);
  const prompt = await readText(folder, 'prompt.mdx', 'It tells the student what to do.');
  const starter = await readText(folder, 'starter.ts', 'It is the code a student begins with.');
  checkCompiles(folder, 'starter.ts', starter);
  return { slug, manifest, prompt, starter };
}

async function readManifest(folder: string): Promise<AnyManifest> {
  const file = path.join(folder, 'assignment.json');
  const text = await readText(folder, 'assignment.json', 'It holds the title, dates, limits and tests.');
  const parsed = anyManifestSchema.safeParse(parseJson(file, text));
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`);
    throw new InvalidInput(
      `${file}: ${problems.join('; ')}.`,
      'assignments/assignment.schema.json describes every field; editors that know JSON Schema complete them.',
    );
  }
  const flaws = findFlaws(parsed.data);
  if (flaws.length > 0) {
    throw new InvalidInput(
      `${file}: ${flaws.map(({ field, problem }) => `${field} ${problem}`).join('; ')}.`,
      flaws.map(({ remedy }) => remedy).join(' '),
    );
  }
  return parsed.data;
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidInput(`${file} is not JSON: ${messageOf(error)}.`, 'Look for a missing comma or quote there.');
  }
}

/** @throws InvalidInput where the file is missing or empty */
export async function readText(folder: string, name: string, purpose: string): Promise<string> {
  const file = path.join(folder, name);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new InvalidInput(`${file} is missing.`, `${purpose} Write it.`);
    throw error;
  });
  if (text.trim() === '') throw new InvalidInput(`${file} is empty.`, `${purpose} Write it.`);
  return text;
}

function checkCompiles(folder: string, name: string, code: string): void {
  try {
    compile(code);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const at = error.line === undefined ? '' : `, line ${error.line}`;
    throw new InvalidInput(
      `${path.join(folder, name)}${at}: ${error.message}`,
      'Write TypeScript whose types can be erased.',
    );
  }
}

/**
 * Runs the folder's `data.ts` with the deployment's seed and checks that what it built fits the manifest, and is enough
 * for its marks and attempts. @throws InvalidInput
 */
export async function buildSplits(folder: string, manifest: Manifest, seed: string): Promise<Splits> {
  const { file, built: splits } = await runBuilder(folder, 'buildSplits', seed);
  const checked = splitNames.map((name) => [name, checkSplit(`${file}: ${name}`, splits[name], manifest)] as const);
  const built = Object.fromEntries(checked) as Splits; // one entry for each name
  const readable = whyReadable(manifest, built.private.x.shape[0] ?? 0);
  if (readable) throw new InvalidInput(`${path.join(folder, 'assignment.json')}: ${readable}`);
  return built;
}

/** What `data.ts` builds, by its one function. @throws InvalidInput where it has none */
export async function runBuilder(folder: string, name: string, seed: string) {
  const file = path.join(folder, 'data.ts');
  const module: unknown = await import(/* turbopackIgnore: true */ pathToFileURL(file).href).catch((error: unknown) => {
    throw new InvalidInput(`${file} cannot be loaded: ${messageOf(error)}`, `It must export ${name}(seed).`);
  });
  const build: unknown = isRecord(module) ? module[name] : null;
  if (typeof build !== 'function') {
    throw new InvalidInput(`${file} does not export a function ${name}.`, `Export ${name}(seed).`);
  }
  const built: unknown = await build(seed);
  return { file, built: isRecord(built) ? built : {} };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const tensorSchema = z.object({
  shape: z.array(z.number().int().positive()),
  data: z.instanceof(Float32Array),
});

function checkSplit(where: string, split: unknown, { input, output }: Manifest): Split {
  const parsed = z.object({ x: tensorSchema, y: tensorSchema }).safeParse(split);
  if (!parsed.success) {
    throw new InvalidInput(`${where} is not a split.`, 'Give { x, y }, each { shape, data: Float32Array }.');
  }
  const { x, y } = parsed.data;
  checkTensor(`${where}.x`, x, input.shape, 'input.shape');
  checkTensor(`${where}.y`, y, output.shape, 'output.shape');
  if (x.shape[0] !== y.shape[0]) {
    throw new InvalidInput(`${where} has ${x.shape[0]} inputs and ${y.shape[0]} answers.`, 'Give as many of each.');
  }
  return { x, y };
}

function checkTensor(where: string, { shape, data }: TensorData, row: number[], field: string): void {
  const size = shape.reduce((product, n) => product * n, 1);
  const fits = shape.length === row.length + 1 && row.every((n, i) => n === shape[i + 1]) && size === data.length;
  if (!fits) {
    throw new InvalidInput(
      `${where} has the shape [${shape}] and ${data.length} values.`,
      `The manifest's ${field} asks for [n, ${row.join(', ')}], and as many values as the shape says.`,
    );
  }
  if (!data.every(Number.isFinite)) throw new InvalidInput(`${where} holds a value that is no finite number.`);
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
