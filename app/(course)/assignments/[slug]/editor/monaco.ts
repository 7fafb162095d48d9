import * as monaco from 'monaco-editor/editor/editor.api.js';
import 'monaco-editor/features/register.all.js';
import 'monaco-editor/languages/definitions/typescript/register.js';
import * as typescript from 'monaco-editor/languages/features/typescript/register.js';
import type { Task } from '#lib/harness/protocol.ts';
import { assignmentTypes } from './assignment-types.ts';
import { darkTheme, lightTheme } from './themes.ts';

export type Monaco = typeof monaco;
export { monaco };

self.MonacoEnvironment = {
  getWorker: (_id: string, label: string) =>
    label === 'typescript'
      ? new Worker(new URL('./typescript.worker.ts', import.meta.url), { type: 'module', name: 'typescript' })
      : new Worker(new URL('./editor.worker.ts', import.meta.url), { type: 'module', name: 'editor' }),
};

monaco.editor.defineTheme('paper', lightTheme);
monaco.editor.defineTheme('night', darkTheme);

const defaults = typescript.typescriptDefaults;
defaults.setEagerModelSync(true);
defaults.setCompilerOptions({
  target: typescript.ScriptTarget.ESNext,
  module: typescript.ModuleKind.ESNext,
  moduleResolution: typescript.ModuleResolutionKind.NodeJs,
  lib: ['esnext', 'dom'],
  strict: true,
  noImplicitAny: false, // a first assignment is not a lesson in types
  erasableSyntaxOnly: true, // what the harness can run
  allowNonTsExtensions: true,
  noEmit: true,
});

/** TensorFlow.js's declarations and the assignment's own, once a page. Without them the editor still edits. */
export async function loadTypes(url: string, task: Task | null): Promise<void> {
  const response = await fetch(url);
  if (!response.ok) return;
  const files: Record<string, string> = await response.json();
  defaults.setExtraLibs([
    ...Object.entries(files).map(([name, content]) => ({ content, filePath: `file:///node_modules/${name}` })),
    ...(task ? [{ content: assignmentTypes(task), filePath: 'file:///assignment.d.ts' }] : []),
  ]);
}

export type SyntaxProblem = { message: string; line: number };

/** The first thing that TypeScript cannot parse, or null. */
export async function findSyntaxProblem(model: monaco.editor.ITextModel): Promise<SyntaxProblem | null> {
  const worker = await (await typescript.getTypeScriptWorker())(model.uri);
  const [first] = await worker.getSyntacticDiagnostics(model.uri.toString());
  if (!first) return null;
  const { messageText, start = 0 } = first;
  const message = typeof messageText === 'string' ? messageText : messageText.messageText;
  return { message, line: model.getPositionAt(start).lineNumber };
}
