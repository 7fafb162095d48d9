// <Table caption="Grades by assignment"><thead><tr><Th>Name</Th><Th numeric>Points</Th></tr></thead><tbody><tr><RowHeader>…</RowHeader><Td numeric>…</Td></tr></tbody></Table>
// Scrolls inside itself when narrow (focusable, so that keys scroll it too; positioned, so that the words for screen
// readers in its cells are clipped with them and do not widen the page).
import type { ReactNode } from 'react';

type TableProps = { caption: string; showCaption?: boolean; className?: string; children: ReactNode };

export function Table({ caption, showCaption = false, className = '', children }: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={`scrolls-sideways relative ${className}`} aria-label={caption} tabIndex={0}>
      <table className="w-full border-collapse text-start text-sm">
        <caption className={showCaption ? 'eyebrow mb-2 text-start' : 'sr-only'}>{caption}</caption>
        {children}
      </table>
    </section>
  );
}

type CellProps = { numeric?: boolean; className?: string; children?: ReactNode };

const cell = 'px-2 py-2.5 sm:px-3 align-baseline first:pl-0 last:pr-0';
const side = (numeric: boolean | undefined) => (numeric ? 'text-end tabular-nums' : 'text-start');

export function Th({ numeric, className = '', children }: CellProps) {
  return (
    <th
      scope="col"
      className={`${cell} ${side(numeric)} border-b border-rule-strong/70 font-semibold whitespace-nowrap text-ink-soft ${className}`}
    >
      {children}
    </th>
  );
}

export function RowHeader({ numeric, className = '', children }: CellProps) {
  return (
    <th scope="row" className={`${cell} ${side(numeric)} border-b border-rule font-[550] ${className}`}>
      {children}
    </th>
  );
}

export function Td({ numeric, className = '', children }: CellProps) {
  return <td className={`${cell} ${side(numeric)} border-b border-rule ${className}`}>{children}</td>;
}
