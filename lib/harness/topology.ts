import {
  type FoundLayer,
  type LayerKind,
  type LayerLimits,
  layerProblem,
  standardLayers,
} from '#lib/grading/core/layers.ts';
import { cutText } from '#lib/text/core.ts';
import { Fault } from './fault.ts';

/**
 * Which networks may be loaded where no student code runs. The topology is text from a process that student code
 * shared, so it is read as hostile: only layers of this list, only numbers of a sane size, and nothing that would make
 * the loader compute or remember what it need not.
 */

const isStandard = (name: string): name is LayerKind => standardLayers.some((one) => one === name);

/** Models inside models. */
const containers = new Set(['Sequential', 'Functional', 'Model']);

/** Parts of a layer's configuration that name a class without being a layer. */
const parts = /_(initializer|regularizer|constraint)$/;

const limits = { text: 2_000_000, depth: 24, layers: 300, number: 10_000_000, array: 4096 };

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * The topology, checked, as the object tfjs loads: initialisers, regularisers and constraints are taken out, since
 * every weight will be given.
 * @param text JSON of `model.toJSON()`
 * @param allowed the assignment's own limits
 * @throws Fault `layer_not_allowed`, `layers_over_limit`, `not_a_model`
 */
export function readTopology(text: string, allowed: LayerLimits = {}): { [key: string]: Json } {
  if (text.length > limits.text) throw new Fault('not_a_model', 'The description of the model is too long.');
  const value = parse(text);
  if (!isObject(value) || typeof value.class_name !== 'string' || !containers.has(value.class_name)) {
    throw new Fault('not_a_model', 'This is not the description of a layers model.');
  }
  const found: FoundLayer[] = [];
  const topology = checked(value, 0, found) as { [key: string]: Json }; // an object in is an object out
  const problem = layerProblem(found, allowed);
  if (problem) throw new Fault('layers_over_limit', problem);
  return topology;
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json; // what JSON can hold
  } catch {
    throw new Fault('not_a_model', 'The description of the model is not JSON.');
  }
}

const isObject = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function checked(value: Json, depth: number, found: FoundLayer[]): Json {
  if (depth > limits.depth) throw new Fault('not_a_model', 'The description of the model is nested too deeply.');
  if (typeof value === 'number' && !(Math.abs(value) <= limits.number)) {
    throw new Fault('not_a_model', `The model's description holds the number ${value}.`);
  }
  if (Array.isArray(value)) {
    if (value.length > limits.array) throw new Fault('not_a_model', 'The description of the model is too long.');
    return value.map((item) => checked(item, depth + 1, found));
  }
  if (!isObject(value)) return value;
  // The loader takes `className` and `class__name` for the same.
  if (Object.keys(value).some((key) => key !== 'class_name' && /^class_*name_*$/i.test(key))) {
    throw new Fault('not_a_model', 'The description of the model names a class in another way than tfjs does.');
  }
  if ('class_name' in value) checkClass(value, found);
  const entries = Object.entries(value).filter(([key]) => key !== '__proto__');
  return Object.fromEntries(entries.map(([key, item]) => [key, part(key, item, depth, found)]));
}

function part(key: string, item: Json, depth: number, found: FoundLayer[]): Json {
  if (!parts.test(key)) return checked(item, depth + 1, found);
  // Zeros are the one initialiser that costs nothing and needs no randomness.
  return key.endsWith('_initializer') ? { class_name: 'Zeros', config: {} } : null;
}

function checkClass({ class_name: name, config }: { [key: string]: Json }, found: FoundLayer[]): void {
  if (typeof name !== 'string') throw new Fault('not_a_model', 'A layer has no class.');
  if (containers.has(name)) return;
  if (!isStandard(name)) {
    throw new Fault('layer_not_allowed', `The layer ${cutText(name, 80)} is not one of the standard layers.`);
  }
  const own = isObject(config) && typeof config.name === 'string' ? config.name : name;
  if (found.push({ kind: name, name: own }) > limits.layers) {
    throw new Fault('not_a_model', `A model may have ${limits.layers} layers.`);
  }
}
