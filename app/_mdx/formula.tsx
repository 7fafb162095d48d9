'use client';
import { type ComponentProps, useEffect, useRef, useState } from 'react';

/** A displayed formula. Where it is wider than its line it scrolls, and only then does Tab stop at it. */
export function Formula({ children, ...rest }: ComponentProps<'span'>) {
  const line = useRef<HTMLSpanElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const element = line.current;
    if (!element) return;
    const watch = new ResizeObserver(() => setScrolls(element.scrollWidth > element.clientWidth));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return (
    <span {...rest} {...(scrolls && { role: 'group', 'aria-label': 'Formula', tabIndex: 0 })} ref={line}>
      {children}
    </span>
  );
}
