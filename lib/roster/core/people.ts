import type { Role } from '#lib/auth/core.ts';
import { isBlank } from '#lib/text/core.ts';

/** A person as the roster shows them. */
export type Person = {
  id: string;
  email: string;
  name: string;
  role: Role;
  /** Name of the section; null outside all. */
  section: string | null;
  deactivated: boolean;
};

/** Longest name of a section, in characters. */
export const maxSectionName = 100;

/** A spreadsheet runs a cell that begins so; a name never does. */
const formula = /^[=+\-@\t\r]/;
/** Control characters, and those that turn the direction of what follows: nothing a name needs. */
const invisible = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

/** A name as it is kept: composed accents, one space between words. A line break in a quoted cell is a space. */
export function tidyName(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim();
}

/** What is wrong with a tidied name, as a sentence and what to do about it; null where nothing is. */
export function nameProblem(name: string, what: string, longest: number): { message: string; remedy: string } | null {
  if (formula.test(name)) {
    return { message: `${what} “${name}” begins like a formula.`, remedy: `Write it without “${name.charAt(0)}”.` };
  }
  if (invisible.test(name)) {
    return { message: `${what} holds an invisible control character.`, remedy: 'Type it anew instead of pasting it.' };
  }
  if (name !== '' && isBlank(name)) {
    return { message: `${what} holds nothing that can be seen.`, remedy: 'Type it anew.' };
  }
  if (name.length > longest) {
    return { message: `${what} has ${name.length} characters.`, remedy: `Shorten it to at most ${longest}.` };
  }
  return null;
}
