'use server';
import { z } from 'zod';
import { renderMarkdown } from '#lib/markdown/render.ts';
import { actionContext } from '../session.ts';

/** What a text will look like: HTML of the one pipeline. */
export async function previewAction(markdown: string): Promise<string> {
  await actionContext();
  return renderMarkdown(z.string().parse(markdown));
}
