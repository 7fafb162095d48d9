'use client';
import { Repeat2 } from 'lucide-react';
import { roleNames } from '#lib/auth/core.ts';
import { demoAccounts } from '#lib/course/core.ts';
import { paths } from '#lib/paths.ts';
import { Menu, MenuChoice, MenuChoices, MenuLabel } from '../_components/menu.tsx';
import { useBecome } from './use-become.ts';

/** Only rendered in a demo course: signs in as another of its accounts, so that one visitor sees every side. */
export function DemoSwitch({ email }: { email: string }) {
  const { busy, become } = useBecome();
  const current = demoAccounts.find((account) => account.email === email);
  return (
    <Menu
      label="Change role"
      trigger={
        <button
          type="button"
          disabled={busy}
          className="flex min-h-9 items-center gap-1.5 rounded-md bg-accent-wash px-2.5 text-sm font-[550] hover:text-accent-deep pointer-coarse:min-h-11"
        >
          <Repeat2 aria-hidden className="size-4 text-accent" />
          <span className="sr-only">Demo: change role, now </span>
          <span className="max-sm:sr-only md:max-xl:sr-only">{current ? roleNames[current.role] : 'Classmate'}</span>
        </button>
      }
    >
      <MenuLabel>This is a demo. See it as</MenuLabel>
      <MenuChoices label="Role" value={email} onValueChange={(next) => void become(next, paths.home())}>
        {demoAccounts.map((account) => (
          <MenuChoice key={account.email} value={account.email}>
            {roleNames[account.role]}
          </MenuChoice>
        ))}
      </MenuChoices>
    </Menu>
  );
}
