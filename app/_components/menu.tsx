'use client';
// <Menu trigger={<Button>Ada</Button>} label="Your account"><MenuItem onSelect={…}>Sign out</MenuItem></Menu>
// <MenuLabel>, <MenuSeparator>, <MenuChoices value onValueChange label><MenuChoice value="dark">Dark</MenuChoice></MenuChoices>
import { Check } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';

type MenuProps = { trigger: ReactNode; label: string; align?: 'start' | 'end'; children: ReactNode };

/** Not moved to the end of the page: it stays inside its landmark, and fixed placing keeps it from being clipped. */
export function Menu({ trigger, label, align = 'end', children }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Content
        aria-label={label}
        align={align}
        sideOffset={6}
        collisionPadding={12}
        className="float-in z-50 min-w-56 max-w-[min(20rem,calc(100vw-1.5rem))] rounded-lg bg-sheet p-1.5 shadow-float ring-1 ring-rule"
      >
        {children}
      </Radix.Content>
    </Radix.Root>
  );
}

const item =
  'flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 text-sm outline-none data-[highlighted]:bg-well data-[disabled]:pointer-events-none data-[disabled]:opacity-50 pointer-coarse:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-soft';

export function MenuItem({ className = '', ...rest }: ComponentProps<typeof Radix.Item>) {
  return <Radix.Item {...rest} className={`${item} ${className}`} />;
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2.5 pt-2 pb-1 text-xs text-ink-soft">{children}</Radix.Label>;
}

export function MenuSeparator() {
  return <Radix.Separator className="mx-2.5 my-1.5 h-px bg-rule" />;
}

type ChoicesProps = { value: string; onValueChange: (value: string) => void; label: string; children: ReactNode };

export function MenuChoices({ value, onValueChange, label, children }: ChoicesProps) {
  return (
    <Radix.RadioGroup value={value} onValueChange={onValueChange} aria-label={label}>
      {children}
    </Radix.RadioGroup>
  );
}

export function MenuChoice({ value, children }: { value: string; children: ReactNode }) {
  return (
    <Radix.RadioItem value={value} className={item}>
      <span className="grid size-4 place-items-center">
        <Radix.ItemIndicator>
          <Check aria-hidden />
        </Radix.ItemIndicator>
      </span>
      {children}
    </Radix.RadioItem>
  );
}
