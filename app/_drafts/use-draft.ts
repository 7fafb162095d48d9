'use client';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Draft, SaveResult } from '#lib/drafts/core.ts';
import { keepLocal, readLocal, startFrom } from './local-copy.ts';

export type SaveState =
  | { kind: 'saved'; at: Date | null }
  | { kind: 'unsaved' }
  | { kind: 'saving' }
  /** Kept in this browser; `why` is for the writer. */
  | { kind: 'offline'; why: string }
  | { kind: 'conflict'; theirs: Draft }
  /** Its form is on the way: nothing is saved until one types again, or until it has evidently not arrived. */
  | { kind: 'sent' };

const quietMs = 1200;
const retryMs = 10_000;

export type DraftHandle = ReturnType<typeof useDraft>;

type Options = {
  /** Names the copy in this browser: a person and a place. */
  scope: string;
  initial: Draft;
  save: (text: string, baseRevision: number) => Promise<SaveResult>;
};

/** What one writes: saved on the server as one types, in this browser at each key, and never over another tab's. */
export function useDraft({ scope, initial, save: send }: Options) {
  const [text, setTextState] = useState(initial.text);
  const [save, setSave] = useState<SaveState>({ kind: 'saved', at: initial.savedAt });
  const base = useRef(initial.revision);
  const latest = useRef(initial.text);
  const saving = useRef(false);
  /** What the server is known to hold. */
  const confirmed = useRef<{ text: string; at: Date | null }>({ text: initial.text, at: initial.savedAt });

  const begin = useEffectEvent(() => {
    const start = startFrom(readLocal(scope), initial);
    if (start.kind === 'server') return keepLocal(scope, null);
    latest.current = start.copy.text;
    base.current = start.copy.baseRevision;
    setTextState(start.copy.text);
    setSave(start.kind === 'mine' ? { kind: 'unsaved' } : { kind: 'conflict', theirs: initial });
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: once a place; a later `initial` is older than what is typed
  useEffect(() => begin(), [scope]);

  function keep(sent = false) {
    keepLocal(scope, { text: latest.current, baseRevision: base.current, sent });
  }

  async function saveNow() {
    if (saving.current) return;
    if (latest.current === confirmed.current.text) {
      keepLocal(scope, null);
      setSave({ kind: 'saved', at: confirmed.current.at });
      return;
    }
    saving.current = true;
    const sent = latest.current;
    setSave({ kind: 'saving' });
    try {
      const result = await send(sent, base.current);
      if (result.status === 'conflict') setSave({ kind: 'conflict', theirs: result.draft });
      else settle(sent, result);
    } catch {
      setSave({ kind: 'offline', why: navigator.onLine ? 'The server did not take it' : 'You are offline' });
    } finally {
      saving.current = false;
    }
  }

  function settle(sent: string, { revision, savedAt }: { revision: number; savedAt: Date }) {
    base.current = revision;
    confirmed.current = { text: sent, at: savedAt };
    const more = latest.current !== sent;
    if (more) keep();
    else keepLocal(scope, null);
    setSave((now) => (now.kind === 'sent' ? now : more ? { kind: 'unsaved' } : { kind: 'saved', at: savedAt }));
  }

  const saveEvent = useEffectEvent(() => void saveNow());

  // Saves once typing rests, and tries again while the server cannot be reached.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each key puts the timer off
  useEffect(() => {
    if (save.kind !== 'unsaved' && save.kind !== 'offline' && save.kind !== 'sent') return;
    const timer = setTimeout(() => saveEvent(), save.kind === 'unsaved' ? quietMs : retryMs);
    const online = () => saveEvent();
    addEventListener('online', online);
    return () => {
      clearTimeout(timer);
      removeEventListener('online', online);
    };
  }, [save, text]);

  function setText(next: string) {
    if (next === latest.current) return;
    latest.current = next;
    setTextState(next);
    keep();
    setSave((now) => (now.kind === 'conflict' || now.kind === 'saving' ? now : { kind: 'unsaved' }));
  }

  /** After a conflict: my text becomes the newest, theirs stays among the versions. */
  function keepMine(theirs: Draft) {
    base.current = theirs.revision;
    confirmed.current = { text: theirs.text, at: theirs.savedAt };
    void saveNow();
  }

  /** What the server holds is shown and edited from here on. */
  function take(draft: Draft) {
    base.current = draft.revision;
    latest.current = draft.text;
    confirmed.current = { text: draft.text, at: draft.savedAt };
    setTextState(draft.text);
    keepLocal(scope, null);
    setSave({ kind: 'saved', at: draft.savedAt });
  }

  /**
   * The text leaves with its form. Actions of a page are carried out one after the other, so what is saved here is saved
   * before the form arrives, and whatever becomes of the form nothing typed is lost.
   */
  function markSent() {
    if (save.kind === 'conflict') return;
    if (latest.current !== confirmed.current.text) keep(true);
    void saveNow();
    setSave({ kind: 'sent' });
  }

  // The form was taken, and the server has ended the draft.
  const follow = useEffectEvent(() => {
    if (save.kind === 'sent' && initial.revision === 0 && base.current > 0) take(initial);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the server has drawn the page anew
  useEffect(() => follow(), [initial]);

  return { text, setText, save, saveNow, keepMine, take, markSent };
}
