import { z } from 'zod';
import { anyManifestSchema } from './manifest.ts';

/** JSON Schema of `assignment.json`, with which an editor completes and checks it. */
export function manifestJsonSchema(): object {
  return { title: 'Assignment', ...z.toJSONSchema(anyManifestSchema, { target: 'draft-7' }) };
}
