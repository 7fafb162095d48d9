import type { Schema } from 'hast-util-sanitize';

/** Everything that Markdown can say, and nothing else: no attribute is allowed on every element, and no style at all. */
export const schema: Schema = {
  tagNames: [
    ...['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'ul', 'ol', 'li', 'hr', 'pre', 'section'],
    ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
    ...['a', 'img', 'em', 'strong', 'del', 'code', 'br', 'sup'],
    'input', // of a task list; becomes a sign afterwards
  ],
  attributes: {
    a: ['href', 'title', 'ariaDescribedBy', 'ariaLabel', 'id', ['className', 'data-footnote-backref']],
    img: ['src', 'alt', 'title'],
    code: [['className', /^language-[\w+-]{1,30}$/, 'math-inline', 'math-display']],
    input: [['type', 'checkbox'], 'checked'],
    li: ['id', ['className', 'task-list-item']],
    ul: [['className', 'contains-task-list']],
    ol: ['start', ['className', 'contains-task-list']],
    p: ['id', ['className', 'sr-only']],
    section: [['className', 'footnotes']],
    th: ['align'],
    td: ['align'],
  },
  ancestors: {
    thead: ['table'],
    tbody: ['table'],
    tr: ['table'],
    th: ['table'],
    td: ['table'],
  },
  protocols: { href: ['http', 'https', 'mailto'] },
  required: { input: { type: 'checkbox' } },
  clobber: ['ariaDescribedBy', 'id'],
  strip: ['script', 'style'],
};
