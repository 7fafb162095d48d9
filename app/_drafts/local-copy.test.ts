import { describe, expect, test } from 'vitest';
import { startFrom } from './local-copy.ts';

const copy = { text: 'mine', baseRevision: 3, sent: false };

describe('what a page begins with', () => {
  test.each([
    ['nothing was kept here', null, { text: 'theirs', revision: 3 }, 'server'],
    ['the server has it', copy, { text: 'mine', revision: 4 }, 'server'],
    ['it never reached the server', copy, { text: 'older', revision: 3 }, 'mine'],
    ['the server moved on', copy, { text: 'theirs', revision: 4 }, 'conflict'],
    ['the draft was ended elsewhere', copy, { text: '', revision: 0 }, 'conflict'],
    ['its form took it', { ...copy, sent: true }, { text: '', revision: 0 }, 'server'],
    ['its form did not take it', { ...copy, sent: true }, { text: 'older', revision: 3 }, 'mine'],
  ])('%s', (_, kept, server, kind) => expect(startFrom(kept, server).kind).toBe(kind));
});
