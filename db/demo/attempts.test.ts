import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { compile, evaluate, exportedFunction } from '#lib/harness/compile.ts';
import { decode } from '#lib/harness/safetensors.ts';
import { attempts, hands, inOwnWords, isTrained } from './attempts.ts';
import { classmates } from './people.ts';

const fileOf = (name: string) => readFileSync(path.join(import.meta.dirname, 'code', name));

test.each(attempts)('what $by hands in as $base builds the model that the weights belong to', ({ by, base }) => {
  const code = inOwnWords(fileOf(`${base}.ts`).toString(), hands[by]);
  expect(code).toContain(hands[by]?.note);
  const made = evaluate(compile(code), tf);
  exportedFunction(made, 'train');
  // What `createModel` gives is checked by its weights alone.
  const model = exportedFunction(made, 'createModel')() as tf.LayersModel;
  const shapes = model.getWeights().map(({ shape }) => shape);
  const numbers = shapes.reduce((sum, shape) => sum + tf.util.sizeFromShape(shape), 0);
  if (isTrained(base)) expect(decode(fileOf(`${base}.safetensors`)).map(({ shape }) => shape)).toEqual(shapes);
  else
    expect(base === 'too-large' ? numbers : model.inputs[0]?.shape[1]).toBeGreaterThan(
      base === 'too-large' ? 10_000 : 20,
    );
});

test('everybody who hands something in is a classmate, with a hand of their own', () => {
  const known = new Set(classmates.map(({ name }) => name));
  expect(attempts.filter(({ by }) => !known.has(by) || !hands[by])).toEqual([]);
  expect(new Set(classmates.map(({ email }) => email)).size).toBe(classmates.length);
});
