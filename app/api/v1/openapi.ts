import { z } from 'zod';
import {
  assignmentDetailSchema,
  assignmentSchema,
  healthSchema,
  problemSchema,
  submissionSchema,
  uploadSchema,
  userSchema,
} from './schemas.ts';

const named = {
  Problem: problemSchema,
  User: userSchema,
  Assignment: assignmentSchema,
  AssignmentDetail: assignmentDetailSchema,
  Submission: submissionSchema,
  Health: healthSchema,
  Upload: uploadSchema,
};

const ref = (name: keyof typeof named) => ({ $ref: `#/components/schemas/${name}` });

const answer = (description: string, type: string, schema: object) => ({
  description,
  content: { [type]: { schema } },
});
const json = (description: string, schema: object) => answer(description, 'application/json', schema);
const listOf = (name: keyof typeof named) => ({
  type: 'object',
  properties: { items: { type: 'array', items: ref(name) }, next: { type: ['string', 'null'] } },
  required: ['items', 'next'],
});

const problems: Record<number, string> = {
  400: 'The request cannot be read.',
  401: 'Nobody is signed in.',
  403: 'This is not allowed.',
  404: 'There is no such thing, or it is not yours.',
  409: 'The idempotency key was used for something else.',
  413: 'The upload is too large.',
};
const failures = (...codes: number[]) =>
  Object.fromEntries(
    codes.map((code) => [code, answer(problems[code] ?? '', 'application/problem+json', ref('Problem'))]),
  );

const inPath = (name: string, schema: object = { type: 'string' }) => ({ name, in: 'path', required: true, schema });
const slug = inPath('slug');
const id = inPath('id', { type: 'string', format: 'uuid' });
const paging = [
  { name: 'cursor', in: 'query', schema: { type: 'string' } },
  { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 } },
];
const bytes = { type: 'string', format: 'binary' };

/** The OpenAPI 3.1 description of this API, made from the schemas that the tests hold its answers against. */
export function openApi() {
  return {
    openapi: '3.1.0',
    info: { title: 'Deep-learning course', version: '1' },
    security: [{ token: [] }, { session: [] }],
    paths: {
      '/api/health': {
        get: {
          summary: 'Whether the course works',
          security: [],
          responses: { 200: json('It does.', ref('Health')), 503: { description: 'The database does not answer.' } },
        },
      },
      '/api/v1/me': {
        get: { summary: 'Who I am', responses: { 200: json('You.', ref('User')), ...failures(401) } },
      },
      '/api/v1/assignments': {
        get: {
          summary: 'Assignments, with what applies to the caller',
          parameters: paging,
          responses: { 200: json('A page of the list.', listOf('Assignment')), ...failures(400, 401) },
        },
      },
      '/api/v1/assignments/{slug}': {
        get: {
          summary: 'One assignment, with its texts',
          parameters: [slug],
          responses: { 200: json('The assignment.', ref('AssignmentDetail')), ...failures(401, 404) },
        },
      },
      '/api/v1/assignments/{slug}/data/{split}': {
        get: {
          summary: 'The data that students hold',
          parameters: [slug, inPath('split', { enum: ['train', 'validation'] })],
          responses: {
            200: {
              description:
                'Tensors x and y. Keep them with their ETag: publishing the assignment anew may change them.',
              content: { 'application/vnd.safetensors': { schema: bytes }, 'application/gzip': { schema: bytes } },
            },
            304: { description: 'The ETag in `if-none-match` still names these bytes.' },
            ...failures(401, 404),
          },
        },
      },
      '/api/v1/assignments/{slug}/submissions': {
        get: {
          summary: 'My submissions, newest first',
          parameters: [slug, ...paging],
          responses: { 200: json('A page of the list.', listOf('Submission')), ...failures(400, 401, 404) },
        },
        post: {
          summary: 'Hand in',
          parameters: [slug, { name: 'Idempotency-Key', in: 'header', schema: { type: 'string', maxLength: 200 } }],
          requestBody: { required: true, content: { 'multipart/form-data': { schema: ref('Upload') } } },
          responses: { 202: json('Accepted.', ref('Submission')), ...failures(400, 401, 403, 404, 409, 413) },
        },
      },
      '/api/v1/submissions/{id}': {
        get: {
          summary: 'One submission',
          parameters: [id],
          responses: { 200: json('The submission.', ref('Submission')), ...failures(401, 404) },
        },
      },
      '/api/v1/submissions/{id}/events': {
        get: {
          summary: 'The same, each time it changes, until it is graded',
          parameters: [id],
          responses: {
            200: answer('Each event is a Submission as JSON.', 'text/event-stream', { type: 'string' }),
            204: { description: 'Nothing more will come.' },
            ...failures(401, 404),
          },
        },
      },
      '/api/v1/grades.csv': {
        get: {
          summary: 'Points, one row a student; for staff',
          responses: { 200: answer('The grades.', 'text/csv', { type: 'string' }), ...failures(401, 403) },
        },
      },
    },
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'next-auth.session-token' },
      },
      schemas: Object.fromEntries(Object.entries(named).map(([name, schema]) => [name, jsonSchema(schema)])),
    },
  };
}

/** Without `$schema`: inside an OpenAPI 3.1 document the dialect is known. */
function jsonSchema(schema: z.ZodType) {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest;
}
