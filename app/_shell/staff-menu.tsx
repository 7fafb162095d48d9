'use client';
import { ChevronDown } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { Menu, MenuItem } from '../_components/menu.tsx';
import { type Destination, isCurrent } from './navigation.ts';

/** The places of staff, in one menu: beside everybody's there is no room for them. */
export function StaffMenu({ links }: { links: Destination[] }) {
  const pathname = usePathname();
  if (links.length === 0) return null;
  const isHere = links.some(({ href }) => isCurrent(href, pathname));
  return (
    <Menu
      label="Staff"
      align="start"
      trigger={
        <button
          type="button"
          data-here={isHere || undefined}
          className="relative inline-flex h-14 items-center gap-1 px-1.5 text-sm font-[550] whitespace-nowrap text-ink-soft transition-colors after:absolute after:inset-x-1.5 after:-bottom-px after:h-0.5 after:bg-accent after:opacity-0 hover:text-ink focus-visible:-outline-offset-4 data-here:text-ink data-here:after:opacity-100 lg:px-2.5 lg:after:inset-x-2.5 xl:px-3 xl:after:inset-x-3"
        >
          Staff
          <ChevronDown aria-hidden className="size-4" />
        </button>
      }
    >
      {links.map(({ href, name }) => (
        <MenuItem key={href} asChild>
          <Link
            href={href}
            aria-current={isCurrent(href, pathname) ? 'page' : undefined}
            className="aria-[current=page]:font-semibold"
          >
            {name}
          </Link>
        </MenuItem>
      ))}
    </Menu>
  );
}
