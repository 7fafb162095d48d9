import type { AnyManifest } from './manifest.ts';
import type { Policy } from './policy.ts';

/** An assignment as a signed-in person may see it: no hidden data, no solution. */
export type AssignmentView = {
  slug: string;
  versionId: string;
  version: number;
  manifest: AnyManifest;
  maxPoints: number;
  policy: Policy;
};

/** The workbench's page also needs the texts. */
export type AssignmentDetail = AssignmentView & { prompt: string; starter: string };
