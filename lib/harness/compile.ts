import { type Program, parse } from 'acorn';
import { transform } from 'sucrase';
import { Fault } from './fault.ts';

/**
 * The student's file, from text to functions, by the same code in the browser and on the server. Types are erased
 * without moving a line, so that a line number in an error is a line of the file as the student wrote it.
 */

/** The name under which engines report the student's lines. */
const fileName = 'model.ts';

/** What importing `@tensorflow/tfjs` gives. */
export type TfModule = typeof import('@tensorflow/tfjs');

/**
 * JavaScript (a CommonJS body) for a student's TypeScript, line for line. Nothing of it has run.
 * @throws Fault `syntax_error`, `forbidden_import`
 */
export function compile(code: string): string {
  const javascript = eraseTypes(code);
  refuseImports(parsed(javascript));
  return javascript;
}

/** sucrase does not look for every mistake, and engines do not say on which line an evaluated text is wrong. */
function parsed(javascript: string): Program {
  try {
    return parse(javascript, { ecmaVersion: 'latest', sourceType: 'script', locations: true });
  } catch (error) {
    throw syntaxFault(error);
  }
}

/** Imports, which have become calls of `require` at the top level; one made later is refused when it is made. */
function refuseImports({ body }: Program): void {
  for (const statement of body) {
    const values =
      statement.type === 'VariableDeclaration'
        ? statement.declarations.map(({ init }) => init)
        : statement.type === 'ExpressionStatement'
          ? [statement.expression]
          : [];
    for (const value of values) {
      if (value?.type !== 'CallExpression' || value.callee.type !== 'Identifier') continue;
      const [name] = value.arguments;
      if (value.callee.name !== 'require' || name?.type !== 'Literal') continue;
      if (name.value !== tfjs) throw importFault(name.value, value.loc?.start.line);
    }
  }
}

const tfjs = '@tensorflow/tfjs';

const importFault = (name: unknown, line?: number) =>
  new Fault('forbidden_import', `${JSON.stringify(String(name))} cannot be imported here; only "${tfjs}" can.`, line);

function eraseTypes(code: string): string {
  try {
    return transform(code, {
      transforms: ['typescript', 'imports'],
      filePath: fileName,
      production: true,
      disableESTransforms: true,
    }).code;
  } catch (error) {
    throw syntaxFault(error);
  }
}

/** Both parsers carry `loc` and put the position into the message, where it would say the line twice. */
function syntaxFault(error: unknown): Fault {
  if (error instanceof RangeError) return new Fault('syntax_error', 'Its brackets are nested too deeply.');
  const { message = '', loc } = error as { message?: string; loc?: { line?: number } }; // both optional: unknown shapes pass
  const text = message.replace(/^Error transforming [^:]*: /, '').replace(/ \(\d+:\d+\)$/, '');
  return new Fault('syntax_error', text || 'This is not valid TypeScript.', loc?.line);
}

/**
 * Runs a compiled module and gives what it exports.
 * @throws Fault `forbidden_import` for any module but tfjs; whatever the module's top level throws
 */
export function evaluate(javascript: string, tf: TfModule): Record<string, unknown> {
  Error.stackTraceLimit = 50; // the student's line is often far below tfjs's own frames
  const exports: Record<string, unknown> = {};
  const require = (name: string) => {
    if (name === tfjs) return { ...tf, default: tf, __esModule: true };
    throw importFault(name);
  };
  // Everything before the student's first character is on their line 1, so that lines need no correction.
  const wrapped = `(function (exports, require) {${javascript}\n})\n//# sourceURL=${fileName}`;
  // Called through another name, eval sees the global scope and nothing of the harness.
  const { eval: indirectEval } = globalThis;
  const run: (exports: object, require: (name: string) => unknown) => void = indirectEval(wrapped);
  run(exports, require);
  return exports;
}

/** The exported function of that name. @throws Fault `missing_export` */
export function exportedFunction(exports: Record<string, unknown>, name: string): (...args: unknown[]) => unknown {
  const value = exports[name];
  if (typeof value === 'function') return value as (...args: unknown[]) => unknown; // `typeof` said so
  const found = Object.keys(exports).filter((key) => key !== '__esModule' && key !== 'default');
  const has = found.length ? `It exports ${found.join(', ')}.` : 'It exports nothing.';
  throw new Fault(
    'missing_export',
    value === undefined
      ? `The file must export a function named ${name}. ${has}`
      : `${name} must be a function, but it is ${Array.isArray(value) ? 'an array' : `of type ${typeof value}`}.`,
  );
}

// V8: "    at train (model.ts:12:5)"; Firefox and Safari: "train@model.ts:12:5".
const frame = /(?:^\s*at .*?[( ]?|@)model\.ts:(\d+)(?::\d+)?\)?\s*$/;

/** The innermost line of the student's own file in an error's stack, or undefined when there is none. */
export function lineOf(thrown: unknown): number | undefined {
  const stack = thrown instanceof Error ? thrown.stack : undefined;
  if (typeof stack !== 'string') return undefined;
  for (const text of stack.split('\n')) {
    const line = Number(frame.exec(text)?.[1]);
    if (Number.isSafeInteger(line) && line > 0) return line;
  }
  return undefined;
}
