'use client';
import { ChevronDown, LogOut, UserRound } from 'lucide-react';
import { signOut } from 'next-auth/react';
import { paths } from '#lib/paths.ts';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../_components/menu.tsx';
import { ThemeChoices } from '../_components/theme-switch.tsx';

type Props = { name: string; email: string; roleName: string };

export function UserMenu({ name, email, roleName }: Props) {
  return (
    <Menu
      label="Your account"
      trigger={
        <button
          type="button"
          className="flex min-h-9 max-w-44 items-center gap-1.5 rounded-md px-2.5 text-sm font-[550] hover:bg-well pointer-coarse:min-h-11 sm:max-w-60"
        >
          <UserRound aria-hidden className="size-5 sm:hidden md:block xl:hidden" />
          <span className="sr-only truncate sm:max-md:not-sr-only xl:not-sr-only" dir="auto">
            {name}
          </span>
          <ChevronDown aria-hidden className="hidden size-4 shrink-0 text-ink-soft sm:max-md:block xl:block" />
        </button>
      }
    >
      <MenuLabel>
        <span className="block truncate text-sm text-ink" dir="auto">
          {name}
        </span>
        <span className="block truncate">
          {email} · {roleName}
        </span>
      </MenuLabel>
      <MenuSeparator />
      <ThemeChoices />
      <MenuSeparator />
      <MenuItem onSelect={() => void signOut({ callbackUrl: paths.signIn() })}>
        <LogOut aria-hidden />
        Sign out
      </MenuItem>
    </Menu>
  );
}
