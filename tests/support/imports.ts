import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** `to` is a file of ours, relative to the root, or the name of a package. `type`: erased before anything runs. */
export type Import = { to: string; type: boolean };

export type Source = { file: string; text: string; imports: Import[] };

const root = path.resolve(import.meta.dirname, '../..');

// `import … from 'x'`, `export … from 'x'`, `import 'x'`, `import('x')`, at the start of a statement.
const statement =
  /^\s*(?:import|export)\s+(type\s+)?[^'";]*?from\s+'([^']+)'|^\s*import\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm;

/** Every TypeScript file of app, lib and db, tests of units left out, with what it imports. */
export function sources(): Map<string, Source> {
  const files = globSync(['app/**/*.{ts,tsx}', 'lib/**/*.{ts,tsx}', 'db/**/*.ts', 'assignments/**/*.ts'], {
    cwd: root,
  });
  const own = files
    .filter((file) => !/\.test\.tsx?$|\.d\.ts$/.test(file))
    .map((file) => file.split(path.sep).join('/'));
  return new Map(own.map((file) => [file, read(file)]));
}

function read(file: string): Source {
  const text = readFileSync(path.join(root, file), 'utf8');
  // Strings that hold code (starters, attack samples) begin inside template literals: none of ours imports by them.
  const imports = [...text.matchAll(statement)].map((found) => {
    const specifier = found[2] ?? found[3] ?? found[4] ?? '';
    return { to: resolve(file, specifier), type: Boolean(found[1]) };
  });
  return { file, text, imports };
}

function resolve(from: string, specifier: string): string {
  if (specifier.startsWith('#')) return specifier.slice(1);
  if (!specifier.startsWith('.')) return packageOf(specifier);
  const file = path.posix.join(path.posix.dirname(from), specifier);
  if (!existsSync(path.join(root, file))) throw new Error(`${from} imports ${specifier}, which is not there.`);
  return file;
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  const [scope = '', name = ''] = specifier.split('/');
  return scope.startsWith('@') ? `${scope}/${name}` : scope;
}

/** Files that running `from` pulls in, itself included; `stop` files are reached, but not entered. */
export function reachable(all: Map<string, Source>, from: string, stop: (file: string) => boolean): string[] {
  const seen = new Set<string>([from]);
  const queue = [from];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (stop(file)) continue;
    for (const { to, type } of all.get(file)?.imports ?? []) {
      if (type || seen.has(to) || !all.has(to)) continue;
      seen.add(to);
      queue.push(to);
    }
  }
  return [...seen];
}

/** The first cycle among files of ours, as the path around it, or null. Type imports are no arrows: they are erased. */
export function findCycle(all: Map<string, Source>): string[] | null {
  const done = new Set<string>();
  const trail: string[] = [];
  const visit = (file: string): string[] | null => {
    if (done.has(file)) return null;
    const at = trail.indexOf(file);
    if (at >= 0) return [...trail.slice(at), file];
    trail.push(file);
    for (const { to, type } of all.get(file)?.imports ?? []) {
      const cycle = type || !all.has(to) ? null : visit(to);
      if (cycle) return cycle;
    }
    trail.pop();
    done.add(file);
    return null;
  };
  for (const file of all.keys()) {
    const cycle = visit(file);
    if (cycle) return cycle;
  }
  return null;
}
