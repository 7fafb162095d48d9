import type { ReactNode } from 'react';
import { Shell } from '../_shell/shell.tsx';

export default function StaffLayout({ children }: { children: ReactNode }) {
  return <Shell>{children}</Shell>;
}
