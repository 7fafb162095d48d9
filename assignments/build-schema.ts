/** Writes `assignment.schema.json` from the manifest's zod schema: `node assignments/build-schema.ts`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manifestJsonSchema } from '#lib/assignments/core/json-schema.ts';

writeFileSync(
  join(import.meta.dirname, 'assignment.schema.json'),
  `${JSON.stringify(manifestJsonSchema(), null, 2)}\n`,
);
