'use client';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { CodeDraft } from '#lib/assignments/core/drafts.ts';
import { saveDraftAction } from '../actions.ts';
import { keepLocal, readLocal } from './local-copy.ts';

export type SaveState =
  | { kind: 'saved'; at: Date | null }
  | { kind: 'unsaved' }
  | { kind: 'saving' }
  /** Kept in this browser; `why` is for the student. */
  | { kind: 'offline'; why: string }
  | { kind: 'conflict'; theirs: CodeDraft };

const quietMs = 1200;
const retryMs = 10_000;

export type DraftHandle = ReturnType<typeof useDraft>;

/** The student's text: saved on the server while they type, in this browser at each key, and never over another tab's. */
export function useDraft({ slug, scope, initial }: { slug: string; scope: string; initial: CodeDraft }) {
  const [code, setCodeState] = useState(initial.code);
  const [save, setSave] = useState<SaveState>({ kind: 'saved', at: initial.savedAt });
  const base = useRef(initial.revision);
  const latest = useRef(initial.code);
  const saving = useRef(false);
  /** What the server is known to hold. */
  const confirmed = useRef<{ code: string; at: Date | null } | null>({ code: initial.code, at: initial.savedAt });

  // A text that never reached the server (offline, a crash) comes back; where the server moved on, one chooses.
  useEffect(() => {
    const local = readLocal(scope);
    if (!local || local.code === initial.code) return;
    latest.current = local.code;
    base.current = local.baseRevision;
    setCodeState(local.code);
    setSave(local.baseRevision === initial.revision ? { kind: 'unsaved' } : { kind: 'conflict', theirs: initial });
  }, [scope, initial]);

  async function saveNow() {
    if (saving.current) return;
    if (latest.current === confirmed.current?.code) {
      keepLocal(scope, null);
      setSave({ kind: 'saved', at: confirmed.current.at });
      return;
    }
    saving.current = true;
    const sent = latest.current;
    setSave({ kind: 'saving' });
    try {
      const result = await saveDraftAction({ slug, code: sent, baseRevision: base.current });
      if (result.status === 'conflict') setSave({ kind: 'conflict', theirs: result.draft });
      else {
        base.current = result.revision;
        confirmed.current = { code: sent, at: result.savedAt };
        const more = latest.current !== sent;
        keepLocal(scope, more ? { code: latest.current, baseRevision: base.current } : null);
        setSave(more ? { kind: 'unsaved' } : { kind: 'saved', at: result.savedAt });
      }
    } catch {
      const why = navigator.onLine ? 'The server did not take it' : 'You are offline';
      setSave({ kind: 'offline', why });
    } finally {
      saving.current = false;
    }
  }

  const saveEvent = useEffectEvent(() => void saveNow());

  // Saves once typing rests, and tries again while the server cannot be reached.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each key puts the timer off
  useEffect(() => {
    if (save.kind !== 'unsaved' && save.kind !== 'offline') return;
    const timer = setTimeout(() => saveEvent(), save.kind === 'unsaved' ? quietMs : retryMs);
    const online = () => saveEvent();
    addEventListener('online', online);
    return () => {
      clearTimeout(timer);
      removeEventListener('online', online);
    };
  }, [save, code]);

  function setCode(next: string) {
    if (next === latest.current) return;
    latest.current = next;
    setCodeState(next);
    keepLocal(scope, { code: next, baseRevision: base.current });
    setSave((now) => (now.kind === 'conflict' || now.kind === 'saving' ? now : { kind: 'unsaved' }));
  }

  /** After a conflict: my text becomes the newest, theirs stays among the versions. */
  function keepMine(theirs: CodeDraft) {
    base.current = theirs.revision;
    confirmed.current = { code: theirs.code, at: theirs.savedAt };
    void saveNow();
  }

  /** What the server holds is shown and edited from here on. */
  function take(draft: { code: string; revision: number; savedAt: Date | null }) {
    base.current = draft.revision;
    latest.current = draft.code;
    confirmed.current = { code: draft.code, at: draft.savedAt };
    setCodeState(draft.code);
    keepLocal(scope, null);
    setSave({ kind: 'saved', at: draft.savedAt });
  }

  return { code, setCode, save, saveNow, keepMine, take, revision: () => base.current };
}
