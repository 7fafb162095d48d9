import { type Program, parse } from 'acorn';
import { transform } from 'sucrase';
import { Fault } from './fault.ts';
import { render } from './render.ts';

/**
 * Evaluates what was typed at the console: an expression, or statements of which the last one's value counts, with
 * `await` allowed. Names of `scope` are in scope.
 * @throws Fault `syntax_error`; whatever the expression throws
 */
export async function evaluateExpression(text: string, scope: Record<string, unknown>): Promise<string> {
  const names = Object.keys(scope).filter((name) => /^[A-Za-z_$][\w$]*$/.test(name) && name !== 'default');
  const source = `(async function (${names.join(', ')}) {${returningLast(text)}\n})\n//# sourceURL=console`;
  const { eval: indirectEval } = globalThis; // sees the global scope, and nothing of ours
  const run: (...values: unknown[]) => Promise<unknown> = indirectEval(source);
  return render(await run(...names.map((name) => scope[name]))).slice(0, 20_000);
}

/** JavaScript for the text, with `return` before its last expression. */
function returningLast(text: string): string {
  // In brackets first, so that `{ a: 1 }` is an object and not a block.
  const { javascript, tree } = tryParse(`(${text}\n)`) ?? parsed(text);
  const last = tree.body.at(-1);
  if (last?.type !== 'ExpressionStatement') return javascript;
  return `${javascript.slice(0, last.start)}return ${javascript.slice(last.start)}`;
}

function tryParse(text: string) {
  try {
    return parsed(text);
  } catch {
    return null;
  }
}

function parsed(text: string): { javascript: string; tree: Program } {
  try {
    const { code } = transform(text, { transforms: ['typescript'], disableESTransforms: true, production: true });
    return { javascript: code, tree: parse(code, { ecmaVersion: 'latest', allowAwaitOutsideFunction: true }) };
  } catch (error) {
    throw syntaxFault(error);
  }
}

function syntaxFault(error: unknown): Fault {
  const message = error instanceof Error ? error.message : 'This is not an expression.';
  return new Fault('syntax_error', message.replace(/ \(\d+:\d+\)$/, ''));
}
