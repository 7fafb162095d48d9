import { z } from 'zod';

/** What a written item asks for, and how it is reviewed. A proposal is one with four fields and a decision. */

/** `points`: a number. `check`: ✓−, ✓ or ✓+. `decision`: accepted, or changes asked for. */
export const scales = ['points', 'check', 'decision'] as const;
export type Scale = (typeof scales)[number];

export const marks = ['minus', 'check', 'plus'] as const;
export type Mark = (typeof marks)[number];
export const markSigns: Record<Mark, string> = { minus: '✓−', check: '✓', plus: '✓+' };

export const decisions = ['accepted', 'changes_asked'] as const;
export type Decision = (typeof decisions)[number];

const wordsSchema = z
  .object({ least: z.number().int().min(0).max(20_000), most: z.number().int().min(1).max(20_000) })
  .refine(({ least, most }) => least <= most, 'The least number of words is above the most.');
export type WordRange = z.infer<typeof wordsSchema>;

export const fieldSpecSchema = z.object({
  /** Unchangeable once something was handed in. */
  name: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
  label: z.string().trim().min(1).max(100),
  /** What belongs into it, in a sentence or two. */
  guidance: z.string().trim().max(1000).default(''),
  /** `text` is Markdown; `topic` is one of the topics of the course's calendar. */
  kind: z.enum(['text', 'topic']).default('text'),
  words: wordsSchema.nullable().default(null),
});
export type FieldSpec = z.infer<typeof fieldSpecSchema>;

export const criterionSchema = z.object({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
  label: z.string().trim().min(1).max(200),
  /** Null on the scales without points: met or not. */
  maxPoints: z.number().positive().max(1000).nullable(),
});
export type Criterion = z.infer<typeof criterionSchema>;
