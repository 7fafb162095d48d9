import { findFileFacts } from '#db/queries/writings.ts';
import type { Context } from '#lib/context.ts';
import { isId } from './core/id.ts';
import type { Author, WrittenItem } from './core/view.ts';

/** Why a file cannot be handed in with this item, in words; null when it can. */
export async function checkPdf(
  ctx: Context,
  item: Pick<WrittenItem, 'allowPdf'>,
  fileId: string,
  authors: readonly Author[],
): Promise<string | null> {
  if (!item.allowPdf) return 'No PDF is taken for this item.';
  const file = isId(fileId) ? await findFileFacts(ctx.db, fileId) : null;
  if (!file || !authors.some(({ id }) => id === file.ownerId)) return 'The PDF was not found. Choose it again.';
  return file.mediaType === 'application/pdf' ? null : 'Only a PDF can be handed in beside the text.';
}
