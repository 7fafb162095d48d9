import type { Metadata } from 'next';
import { notFound } from 'next/navigation';

export const metadata: Metadata = { title: 'Not found' };

/**
 * Addresses that lead nowhere, in the shell. Not in the root's `not-found.tsx`: Next draws that one with every page, in
 * case it is needed, and the shell asks the database.
 */
export default function Nowhere(): never {
  notFound();
}
