import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { paths } from '#lib/paths.ts';

/** Ends an action that changed the calendar: the page is read anew, also where it leads back to the same address. */
export function leaveTo(address: string): never {
  revalidatePath(paths.calendar());
  redirect(address);
}
