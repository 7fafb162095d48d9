import type { Metadata } from 'next';
import { NothingHere } from './_components/nothing-here.tsx';

export const metadata: Metadata = { title: 'Not found' };

/** Where something outside the shell is not there. Addresses that lead nowhere are `(course)/[...nowhere]`. */
export default NothingHere;
