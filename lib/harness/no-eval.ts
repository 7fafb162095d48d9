import { z } from 'zod';

// Our pages' policy forbids evaluating text. zod would find that out by trying, when a schema is made: it is told
// before, so that no violation is reported, and so that a page driven by a debugger (which may evaluate) does not
// build schemas that fail as soon as the debugger lets go. Imported before the first schema.
z.config({ jitless: true });
