import { z } from 'zod';
import { manifestSchema } from './manifest.ts';

/** JSON Schema of `assignment.json`, with which an editor completes and checks it. */
export function manifestJsonSchema(): object {
  return { title: 'Assignment', ...z.toJSONSchema(manifestSchema, { target: 'draft-7' }) };
}
