'use client';
import { Menu as MenuIcon } from 'lucide-react';
import { useState } from 'react';
import { Dialog } from '../_components/dialog.tsx';
import { NavLinks } from './nav-links.tsx';
import type { Destinations } from './navigation.ts';

/** The navigation of narrow screens, in a panel that closes itself when the reader goes somewhere. */
export function PhoneMenu({ everybody, staff }: Destinations) {
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
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
        <NavLinks links={everybody} look="list" onNavigate={close} />
        {staff.length > 0 && (
          <>
            <h3 className="mt-5 border-b border-rule pb-1.5 font-sans text-sm font-[550] text-ink-soft">Staff</h3>
            <NavLinks links={staff} look="list" onNavigate={close} />
          </>
        )}
      </nav>
    </Dialog>
  );
}
