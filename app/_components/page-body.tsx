// <PageBody width="text|page|full"> wraps a page's content: margins, and how wide it may grow.
import type { ReactNode } from 'react';

const widths = {
  /** One column of prose or a form. */
  text: 'max-w-[46rem]',
  /** Lists, tables, a column with a margin beside it. */
  page: 'max-w-page',
  full: '',
};

type Props = { width?: keyof typeof widths; className?: string; children: ReactNode };

export function PageBody({ width = 'page', className = '', children }: Props) {
  return (
    <div className={`mx-auto w-full px-5 pt-8 pb-24 sm:px-8 sm:pt-12 print:p-0 ${widths[width]} ${className}`}>
      {children}
    </div>
  );
}
