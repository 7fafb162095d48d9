import { z } from 'zod';
import type { Case } from '#lib/grading/core/call-test.ts';
import { pack, unpack, type Value } from '#lib/grading/core/value.ts';
import { decode, encode, MalformedTensors, type Tensor } from './safetensors.ts';

/**
 * Cases of functions as they are stored and served: safetensors files, the arguments (`x`) and what is right (`y`) in one
 * or in two, so that what runs student code need not be given the second.
 */

/** `tests` names each case's test; `x.layout` and `x.values` are its arguments, packed. */
export function encodeArguments(cases: readonly Case[]): Tensor[] {
  const names = JSON.stringify(cases.map(({ test }) => test));
  return [
    textTensor('tests', names),
    ...packedTensors(
      'x',
      cases.map(({ args }) => args),
    ),
  ];
}

export function encodeAnswers(cases: readonly Case[]): Tensor[] {
  return packedTensors(
    'y',
    cases.map(({ expected }) => expected),
  );
}

/** @param files that hold arguments and answers, together or apart. @throws MalformedTensors */
export function decodeCases(...files: Uint8Array[]): Case[] {
  const tensors = new Map(files.flatMap((file) => decode(file)).map((tensor) => [tensor.name, tensor]));
  const tests = z.array(z.string()).parse(JSON.parse(textOf(tensors.get('tests'))));
  const args = listOf(tensors, 'x');
  const expected = listOf(tensors, 'y');
  return tests.map((test, i) => {
    const given = args[i];
    const right = expected[i];
    if (!Array.isArray(given) || right === undefined) throw new MalformedTensors(`Case ${i} is not whole.`);
    return { test, args: given, expected: right };
  });
}

/** The bytes of a file with these. */
export const encodeCases = (...parts: Tensor[][]) => encode(parts.flat());

function packedTensors(name: string, value: Value): Tensor[] {
  const { layout, values } = pack(value);
  return [
    textTensor(`${name}.layout`, layout),
    { name: `${name}.values`, dtype: 'F32', shape: [values.length], data: values },
  ];
}

function textTensor(name: string, text: string): Tensor {
  const data = new TextEncoder().encode(text);
  return { name, dtype: 'U8', shape: [data.length], data };
}

function textOf(tensor: Tensor | undefined): string {
  if (tensor?.dtype !== 'U8') throw new MalformedTensors('The cases hold no text where one should be.');
  return new TextDecoder().decode(tensor.data);
}

function listOf(tensors: Map<string, Tensor>, name: string): Value[] {
  const values = tensors.get(`${name}.values`);
  const layout = textOf(tensors.get(`${name}.layout`));
  const list = values?.dtype === 'F32' ? unpack({ layout, values: values.data }) : null;
  if (!Array.isArray(list)) throw new MalformedTensors(`The cases hold no "${name}".`);
  return list;
}
