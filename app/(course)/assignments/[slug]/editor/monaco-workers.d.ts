declare module 'monaco-editor/editor/editor.worker.js';
declare module 'monaco-editor/language/typescript/ts.worker.js';
declare module 'monaco-editor/features/register.all.js';
