/** The text as it was at the last key, where the server has not confirmed it yet. */
export type LocalCopy = { code: string; baseRevision: number };

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
  return (
    'code' in value && typeof value.code === 'string' && 'baseRevision' in value && Number.isInteger(value.baseRevision)
  );
}
