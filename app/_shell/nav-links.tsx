'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { type Destination, isCurrent } from './navigation.ts';

const looks = {
  bar: 'relative inline-flex h-14 items-center px-1.5 text-sm font-[550] whitespace-nowrap text-ink-soft transition-colors after:absolute after:inset-x-1.5 after:-bottom-px after:h-0.5 after:bg-accent after:opacity-0 hover:text-ink focus-visible:-outline-offset-4 aria-[current=page]:text-ink aria-[current=page]:after:opacity-100 lg:px-2.5 lg:after:inset-x-2.5 xl:px-3 xl:after:inset-x-3',
  list: 'flex min-h-12 items-center border-l-2 border-transparent pl-4 font-serif text-lg aria-[current=page]:border-accent aria-[current=page]:font-semibold',
};

type Props = { links: Destination[]; look: keyof typeof looks; onNavigate?: () => void };

export function NavLinks({ links, look, onNavigate }: Props) {
  const pathname = usePathname();
  return links.map(({ href, name }) => (
    <Link
      key={href}
      href={href}
      onClick={onNavigate}
      aria-current={isCurrent(href, pathname) ? 'page' : undefined}
      className={looks[look]}
    >
      {name}
    </Link>
  ));
}
