/** The text as it was at the last key, where the server has not confirmed it yet. */
export type LocalCopy = {
  text: string;
  baseRevision: number;
  /** It was sent off with its form: once the server has ended the draft, this copy is of no use. */
  sent: boolean;
};

const keyOf = (scope: string) => `draft:${scope}`;

export function keepLocal(scope: string, copy: LocalCopy | null): void {
  try {
    if (copy) localStorage.setItem(keyOf(scope), JSON.stringify(copy));
    else localStorage.removeItem(keyOf(scope));
  } catch {
    // Storage is full or forbidden: the server's copy is then the only one.
  }
}

export function readLocal(scope: string): LocalCopy | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(keyOf(scope)) ?? 'null');
    return isCopy(value) ? value : null;
  } catch {
    return null;
  }
}

function isCopy(value: unknown): value is LocalCopy {
  if (typeof value !== 'object' || value === null) return false;
  if (!('text' in value && 'baseRevision' in value && 'sent' in value)) return false;
  return typeof value.text === 'string' && Number.isInteger(value.baseRevision) && typeof value.sent === 'boolean';
}

type Start = { kind: 'server' } | { kind: 'mine'; copy: LocalCopy } | { kind: 'conflict'; copy: LocalCopy };

/**
 * What to begin with: what the server holds, or what this browser kept. A text that never reached the server (offline, a
 * crash) comes back; where the server moved on since, one chooses.
 */
export function startFrom(copy: LocalCopy | null, server: { text: string; revision: number }): Start {
  if (!copy || copy.text === server.text) return { kind: 'server' };
  // Its form took it: the draft was ended, or never begun.
  if (copy.sent && server.revision === 0) return { kind: 'server' };
  return copy.baseRevision === server.revision ? { kind: 'mine', copy } : { kind: 'conflict', copy };
}
