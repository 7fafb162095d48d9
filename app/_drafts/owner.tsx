'use client';
// <DraftOwner id={user.id}> once, around the signed-in pages. What a browser keeps belongs to a person, not the computer.
import { createContext, type ReactNode, useContext } from 'react';

const OwnerContext = createContext('');

export function DraftOwner({ id, children }: { id: string; children: ReactNode }) {
  return <OwnerContext value={id}>{children}</OwnerContext>;
}

export function useDraftOwner(): string {
  return useContext(OwnerContext);
}
