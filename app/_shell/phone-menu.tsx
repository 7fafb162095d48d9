'use client';
import { Menu as MenuIcon } from 'lucide-react';
import { useState } from 'react';
import { Dialog } from '../_components/dialog.tsx';
import { NavLinks } from './nav-links.tsx';
import type { Destination } from './navigation.ts';

/** The navigation of narrow screens, in a panel that closes itself when the reader goes somewhere. */
export function PhoneMenu({ links }: { links: Destination[] }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      side
      open={open}
      onOpenChange={setOpen}
      title="Go to"
      trigger={
        <button type="button" aria-label="Menu" className="grid size-11 place-items-center rounded-md md:hidden">
          <MenuIcon aria-hidden className="size-5" />
        </button>
      }
    >
      <nav aria-label="Course" className="flex flex-col gap-1 pt-2">
        <NavLinks links={links} look="list" onNavigate={() => setOpen(false)} />
      </nav>
    </Dialog>
  );
}
