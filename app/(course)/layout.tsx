import type { ReactNode } from 'react';
import { Shell } from '../_shell/shell.tsx';

export default function CourseLayout({ children }: { children: ReactNode }) {
  return <Shell>{children}</Shell>;
}
