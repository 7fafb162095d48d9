import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { compile, evaluate, exportedFunction, lineOf } from './compile.ts';
import { Fault } from './fault.ts';

const load = (code: string) => evaluate(compile(code), tf);

function faultOf(act: () => unknown): { code: string; line: number | undefined; message: string } {
  try {
    act();
  } catch (error) {
    if (error instanceof Fault) return { code: error.code, line: error.line, message: error.message };
    throw error;
  }
  throw new Error('Nothing was thrown.');
}

describe('compile', () => {
  it('erases types and gives what the module exports', () => {
    const { double, kept } = load(`
      type Data = { x: number };
      export function double({ x }: Data): number { return (x as number) * 2; }
      export const kept = (<T,>(value: T) => value)('kept');
    `);
    expect((double as (data: { x: number }) => number)({ x: 4 })).toBe(8);
    expect(kept).toBe('kept');
  });

  it.each([
    ["import * as tf from '@tensorflow/tfjs';", 'tf.layers.dense'],
    ["import { layers } from '@tensorflow/tfjs';", 'layers.dense'],
    ["import tf from '@tensorflow/tfjs';", 'tf.layers.dense'],
    ["import { layers as l, type Tensor } from '@tensorflow/tfjs';", 'l.dense'],
  ])('imports tfjs by %s', (line, use) => {
    expect(load(`${line}\nexport const kind = typeof ${use};`).kind).toBe('function');
  });

  it.each([
    ["import fs from 'node:fs'; fs.readFileSync('x');", 'node:fs'],
    ["import * as data from './data'; data;", './data'],
    ["export * from 'lodash';", 'lodash'],
    ["require('child_process');", 'child_process'],
    ["import '@tensorflow/tfjs-node';", '@tensorflow/tfjs-node'],
  ])('refuses %s by name', (code, name) => {
    expect(faultOf(() => load(code))).toMatchObject({
      code: 'forbidden_import',
      message: expect.stringContaining(`"${name}"`),
    });
  });

  it('lets types be imported from anywhere, since they vanish', () => {
    expect(load("import type { Data } from './data';\nexport const x: Data = 1;").x).toBe(1);
  });

  it.each([
    ['const a = 1;\nconst = 2;\n', 2],
    ['function f() {\n  return (1 + ;\n}', 2],
    ['export function f() {\n\n  await 3;\n}', 3],
    ['let a = 1;\nlet b = 2;\nlet a = 3;', 3],
    ['function f() {\n', 2],
    ['const s = "never closed;\n', 1],
    ['type A = {\n  x: number\n};\nconst y = (1;', 4],
  ])('finds the line of the mistake in %j', (code, line) => {
    const fault = faultOf(() => compile(code));
    expect(fault).toMatchObject({ code: 'syntax_error', line });
    expect(fault.message).not.toMatch(/\(\d+:\d+\)|model\.ts/);
  });

  it('does not run anything while it compiles', () => {
    expect(() => compile("throw new Error('ran')")).not.toThrow();
  });
});

describe('exportedFunction', () => {
  it('names what is missing and what is there', () => {
    const exports = load('export function creatModel() {}\nexport const train = 3;');
    expect(faultOf(() => exportedFunction(exports, 'createModel'))).toMatchObject({
      code: 'missing_export',
      message: expect.stringMatching(/named createModel.*creatModel, train/),
    });
    expect(faultOf(() => exportedFunction(exports, 'train')).message).toMatch(/train must be a function.*number/);
  });
});

describe('lineOf', () => {
  it('finds the innermost line of the file, whatever the types above it', () => {
    const exports = load(`
      interface Unused {
        shape: number[];
      }
      function inner(): never {
        throw new TypeError('here');
      }
      export function outer() {
        inner();
      }`);
    expect(lineOf(thrownBy(exports.outer))).toBe(6);
  });

  it('finds the student’s line below the frames of tfjs', () => {
    const exports = load(
      "import * as tf from '@tensorflow/tfjs';\n\nexport const go = () =>\n  tf.ones([2, 3]).matMul(tf.ones([2, 3]));",
    );
    const error = thrownBy(exports.go);
    expect(lineOf(error)).toBe(4);
    expect((error as Error).message).toContain('2,3');
  });

  it('reads the stacks of Chromium, Firefox and Safari', () => {
    const stacks = {
      chromium: 'Error: x\n    at dense (lib.js:3:4)\n    at async Module.train (model.ts:12:5)\n    at model.ts:1:1',
      firefox: 'dense@blob:http://x/1:3:4\ntrain@model.ts:12:5\n@model.ts:1:1\n',
      anonymous: 'Error: x\n    at model.ts:12:5',
      evaluated: 'Error: x\n    at eval (model.ts:12:5)',
    };
    for (const stack of Object.values(stacks)) expect(lineOf(Object.assign(new Error('x'), { stack }))).toBe(12);
  });

  it('is not fooled by a message that looks like a place', () => {
    const error = new Error('see model.ts:99:1 for more');
    error.stack = `Error: ${error.message}\n    at f (other.ts:1:1)`;
    expect(lineOf(error)).toBeUndefined();
    expect(lineOf('a string')).toBeUndefined();
  });
});

function thrownBy(act: unknown): unknown {
  try {
    (act as () => void)();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown.');
}
