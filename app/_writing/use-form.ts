'use client';
import { type RefObject, useEffect, useEffectEvent } from 'react';
import { maxMarkdownBytes } from '#lib/markdown/core.ts';

type Options = {
  text: string;
  /** Images on their way. */
  uploads: number;
  onText: (text: string) => void;
  onSent: () => void;
};

/** What binds the text area to its form: when it may be sent, and that it was. */
export function useForm(ref: RefObject<HTMLTextAreaElement | null>, { text, uploads, onText, onSent }: Options) {
  const refusal = refusalOf(text, uploads);
  useEffect(() => ref.current?.setCustomValidity(refusal), [ref, refusal]);

  const sent = useEffectEvent(onSent);
  // What was typed before the page's script arrived.
  const typedEarly = useEffectEvent(() => {
    const typed = ref.current?.value ?? '';
    if (typed !== '' && text === '') onText(typed);
  });
  useEffect(() => {
    typedEarly();
    const form = ref.current?.form;
    const listen = () => sent();
    form?.addEventListener('submit', listen);
    return () => form?.removeEventListener('submit', listen);
  }, [ref]);
}

/** Why the browser should not send the form yet; empty when it may. */
function refusalOf(text: string, uploads: number): string {
  if (uploads > 0) return 'An image is still being sent. Wait until it is there.';
  // At most four bytes a character: only a long text is worth counting exactly.
  if (text.length * 4 <= maxMarkdownBytes || new TextEncoder().encode(text).byteLength <= maxMarkdownBytes) return '';
  return `The text is longer than ${maxMarkdownBytes / 1024} kB. Shorten it, or hand in a part of it as a file.`;
}
