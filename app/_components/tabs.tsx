'use client';
// <Tabs value onValueChange><TabList label="Results"><Tab value="a">Training</Tab></TabList><TabPanel value="a">…</TabPanel></Tabs>
// `keepMounted` on a TabPanel keeps its state (a chart, a canvas) while another tab shows.
import { Tabs as Radix } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';

export function Tabs({ className = '', ...rest }: ComponentProps<typeof Radix.Root>) {
  return <Radix.Root {...rest} className={`flex min-h-0 flex-col ${className}`} />;
}

export function TabList({
  label,
  className = '',
  children,
}: {
  label: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Radix.List
      aria-label={label}
      className={`flex shrink-0 gap-x-1 overflow-x-auto border-b border-rule [scrollbar-width:none] ${className}`}
    >
      {children}
    </Radix.List>
  );
}

export function Tab({ value, children }: { value: string; children: ReactNode }) {
  return (
    <Radix.Trigger
      value={value}
      className="relative min-h-10 px-3 text-sm font-[550] whitespace-nowrap text-ink-soft transition-colors after:absolute after:inset-x-2 after:bottom-0 after:h-0.5 after:bg-accent after:opacity-0 hover:text-ink focus-visible:-outline-offset-2 data-[state=active]:text-ink data-[state=active]:after:opacity-100 pointer-coarse:min-h-11"
    >
      {children}
    </Radix.Trigger>
  );
}

type PanelProps = { value: string; keepMounted?: boolean; className?: string; children: ReactNode };

export function TabPanel({ value, keepMounted = false, className = '', children }: PanelProps) {
  return (
    <Radix.Content
      value={value}
      forceMount={keepMounted || undefined}
      className={`min-h-0 flex-1 focus-visible:-outline-offset-2 data-[state=inactive]:hidden ${className}`}
    >
      {children}
    </Radix.Content>
  );
}
