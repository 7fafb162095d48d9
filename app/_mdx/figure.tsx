import type { ReactNode } from 'react';

type Props = {
  caption: ReactNode;
  /** May use the margin too. */
  wide?: boolean;
  children: ReactNode;
};

export function Figure({ caption, wide = false, children }: Props) {
  return (
    <figure className={wide ? 'wide-figure' : undefined}>
      {children}
      <figcaption>{caption}</figcaption>
    </figure>
  );
}
