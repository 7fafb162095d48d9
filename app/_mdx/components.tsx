import 'katex/dist/katex.min.css';
import './mdx.css';
import Link from 'next/link';
import type { ComponentProps, ComponentType, ReactNode } from 'react';
import { headingId } from '#lib/lectures/core.ts';
import { CodeBlock } from './code-block.tsx';
import { Formula } from './formula.tsx';

/** The text of a heading, whatever is set in it. */
function textOf(node: ReactNode): string {
  if (typeof node === 'string' || typeof node === 'number') return String(node);
  if (Array.isArray(node)) return node.map(textOf).join('');
  if (node && typeof node === 'object' && 'props' in node) {
    return textOf((node.props as { children?: ReactNode }).children); // a React element: its children are text again
  }
  return '';
}

function SectionHeading({ children }: ComponentProps<'h2'>) {
  const id = headingId(textOf(children));
  return (
    <h2 id={id} tabIndex={-1}>
      <a href={`#${id}`} className="heading-link">
        {children}
      </a>
    </h2>
  );
}

function TextLink({ href = '', children, ...rest }: ComponentProps<'a'>) {
  if (!href.startsWith('/')) {
    return (
      <a href={href} {...rest}>
        {children}
      </a>
    );
  }
  return (
    <Link href={href} className={rest.className ?? 'link'}>
      {children}
    </Link>
  );
}

function ScrollingTable({ children }: ComponentProps<'table'>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="table-scroll scrolls-sideways" aria-label="Table" tabIndex={0}>
      <table>{children}</table>
    </section>
  );
}

/** KaTeX sets mathematics in spans; only the outermost of a displayed formula needs more than markup. */
function Span(props: ComponentProps<'span'>) {
  return props.className === 'katex-display' ? <Formula {...props} /> : <span {...props} />;
}

// Each takes the props of the element it stands for; MDX asks for one type of them all.
type Components = Record<string, ComponentType<never>>;

const components: Components = {
  h2: SectionHeading,
  a: TextLink,
  pre: CodeBlock,
  table: ScrollingTable,
  span: Span,
};

/** What MDX elements become: found by @next/mdx through `providerImportSource`. */
export function useMDXComponents(): Components {
  return components;
}
