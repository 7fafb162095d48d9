import type { Metadata } from 'next';

export const metadata: Metadata = { title: 'Not found' };

/** Where something outside the shell is not there. Addresses that lead nowhere are `(course)/[...nowhere]`. */
export { NothingHere as default } from './_components/nothing-here.tsx';
