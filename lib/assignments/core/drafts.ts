/** The working copy of an assignment's code. `revision` 0 was never saved: the code is the starter's. */
export type CodeDraft = { code: string; revision: number; savedAt: Date | null };

/** As `SaveResult` of all drafts: on a conflict nothing was written, and what another tab or device saved comes back. */
export type SaveCodeResult =
  | { status: 'saved'; revision: number; savedAt: Date }
  | { status: 'conflict'; draft: CodeDraft };
