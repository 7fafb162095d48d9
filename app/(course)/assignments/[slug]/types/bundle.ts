import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** Declarations by their path below `node_modules`, as the editor's TypeScript will look them up. */
export type EditorTypes = Record<string, string>;

/** Backends are left out: an assignment needs none of their names, and they would double the file. */
const packages = ['tfjs', 'tfjs-core', 'tfjs-layers', 'tfjs-converter', 'tfjs-data'];
const fromPattern = /(?:from|import|import\()\s*['"]([^'"]+)['"]/g;

/** Every declaration that is reachable from `@tensorflow/tfjs`, and an `index.d.ts` for each package. */
export async function editorTypes(): Promise<EditorTypes> {
  const files: EditorTypes = {};
  for (const name of packages) files[`@tensorflow/${name}/index.d.ts`] = `export * from './dist/index';\n`;
  const waiting = packages.map((name) => `@tensorflow/${name}/dist/index`);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const file = await readDeclaration(next);
    if (!file || file.name in files) continue;
    files[file.name] = withoutLicence(file.text);
    waiting.push(...importsOf(file.name, file.text));
  }
  return files;
}

async function readDeclaration(stem: string): Promise<{ name: string; text: string } | null> {
  for (const name of [`${stem}.d.ts`, `${stem}/index.d.ts`]) {
    const text = await readFile(
      path.join(/* turbopackIgnore: true */ process.cwd(), 'node_modules', name),
      'utf8',
    ).catch(() => null);
    if (text !== null) return { name, text };
  }
  return null;
}

function importsOf(name: string, text: string): string[] {
  return [...text.matchAll(fromPattern)].flatMap(([, target = '']) => {
    if (target.endsWith('register_all_gradients')) return []; // no types in it
    if (target.startsWith('.')) return [path.posix.join(path.posix.dirname(name), target)];
    return packages.some((one) => target.startsWith(`@tensorflow/${one}/dist/`)) ? [target] : [];
  });
}

/** The same notice stands on hundreds of files; it stays on the packages, which are served from here whole. */
const withoutLicence = (text: string) => text.replace(/^\/\*\*\s+\* @license[\s\S]*?\*\/\s*/, '');
