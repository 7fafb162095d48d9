'use client';
import { type Ref, useEffect, useEffectEvent, useImperativeHandle, useRef, useState } from 'react';
import type { Task } from '#lib/harness/protocol.ts';
import { useTheme } from '../../../../_components/theme.ts';
import type { SyntaxProblem } from './monaco.ts';
import { PlainEditor } from './plain-editor.tsx';

export type EditorHandle = {
  goToLine: (line: number) => void;
  /** The first thing that cannot be parsed; null also where nobody can tell. */
  findSyntaxProblem: () => Promise<SyntaxProblem | null>;
};

type Props = {
  code: string;
  onChange: (code: string) => void;
  onRun: () => void;
  onSave: () => void;
  /** A plain text area instead of Monaco: on a phone. */
  plain: boolean;
  typesUrl: string;
  task: Task | null;
  ref: Ref<EditorHandle>;
};

/** TypeScript may still be loading. The run does not wait for it: the harness, too, says what cannot be parsed. */
const syntaxPatienceMs = 1500;

type Loaded = typeof import('./monaco.ts');
type StandaloneEditor = ReturnType<Loaded['monaco']['editor']['create']>;

export function CodeEditor({ ref, plain, ...props }: Props) {
  const [failed, setFailed] = useState(false);
  if (plain || failed) return <PlainEditor ref={ref} {...props} />;
  return <MonacoEditor ref={ref} {...props} onFail={() => setFailed(true)} />;
}

type MonacoProps = Omit<Props, 'plain'> & { onFail: () => void };

function MonacoEditor({ code, onChange, onRun, onSave, typesUrl, task, ref, onFail }: MonacoProps) {
  const place = useRef<HTMLDivElement>(null);
  const loaded = useRef<{ api: Loaded; editor: StandaloneEditor } | null>(null);
  const [isOpen, setOpen] = useState(false);
  const [tabLeaves, setTabLeaves] = useState(false);
  const theme = useTheme();
  const changed = useEffectEvent((text: string) => onChange(text));
  const pressed = useEffectEvent((key: 'run' | 'save') => (key === 'run' ? onRun() : onSave()));
  const given = useEffectEvent(() => code);
  const fail = useEffectEvent(onFail);
  const startTypes = useEffectEvent((api: Loaded) => void api.loadTypes(typesUrl, task).catch(() => {}));

  // Monaco is megabytes: it comes after the page, and owns its part of the document from then on.
  useEffect(() => {
    let left = false;
    import('./monaco.ts').then(
      (api) => {
        if (left || !place.current) return;
        const editor = openEditor(api, place.current, given());
        loaded.current = { api, editor };
        editor.onDidChangeModelContent(() => changed(editor.getValue()));
        bindKeys(api, editor, { run: () => pressed('run'), save: () => pressed('save'), tab: setTabLeaves });
        startTypes(api);
        setOpen(true);
      },
      () => fail(),
    );
    return () => {
      left = true;
      loaded.current?.editor.getModel()?.dispose();
      loaded.current?.editor.dispose();
      loaded.current = null;
    };
  }, []);

  useEffect(() => {
    if (isOpen) loaded.current?.api.monaco.editor.setTheme(theme === 'dark' ? 'night' : 'paper');
  }, [theme, isOpen]);

  // A text from elsewhere (a reset, a restored version) goes in as an edit, so that undo takes it back.
  useEffect(() => {
    const editor = loaded.current?.editor;
    const model = editor?.getModel();
    if (!isOpen || !editor || !model || editor.getValue() === code) return;
    editor.pushUndoStop();
    editor.executeEdits('course', [{ range: model.getFullModelRange(), text: code }]);
    editor.pushUndoStop();
  }, [code, isOpen]);

  useImperativeHandle(ref, () => ({
    goToLine(line) {
      const editor = loaded.current?.editor;
      editor?.revealLineInCenter(line);
      editor?.setPosition({ lineNumber: line, column: 1 });
      editor?.focus();
    },
    async findSyntaxProblem() {
      const model = loaded.current?.editor.getModel();
      if (!model || !loaded.current) return null;
      const found = loaded.current.api.findSyntaxProblem(model).catch(() => null);
      return Promise.race([found, nothingAfter(syntaxPatienceMs)]);
    },
  }));

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="relative min-h-0 flex-1">
        <div ref={place} className="absolute inset-0" />
        {!isOpen && (
          <pre
            aria-hidden
            className="absolute inset-0 overflow-hidden bg-sheet py-3 pr-7 pl-12 font-mono text-[13.5px] leading-[21px] break-words whitespace-pre-wrap text-ink-soft"
          >
            {code}
          </pre>
        )}
      </div>
      <p className="shrink-0 px-3 py-1 text-xs text-ink-soft">
        {tabLeaves ? 'Tab leaves the editor. ' : 'Tab indents. '}
        Ctrl+M changes that.
      </p>
    </div>
  );
}

const nothingAfter = (ms: number) => new Promise<null>((resolve) => setTimeout(() => resolve(null), ms));

function openEditor({ monaco }: Loaded, place: HTMLElement, code: string): StandaloneEditor {
  const uri = monaco.Uri.parse('file:///model.ts');
  monaco.editor.getModel(uri)?.dispose(); // React's double mount in development
  return monaco.editor.create(place, {
    model: monaco.editor.createModel(code, 'typescript', uri),
    ariaLabel: 'Code',
    automaticLayout: true,
    fontFamily: '"JetBrains Mono Variable", ui-monospace, monospace',
    fontSize: 13.5,
    lineHeight: 21,
    fontLigatures: false,
    lineNumbersMinChars: 3,
    minimap: { enabled: false },
    padding: { top: 12, bottom: 12 },
    scrollBeyondLastLine: false,
    overviewRulerLanes: 0,
    fixedOverflowWidgets: true,
    tabSize: 2,
    stickyScroll: { enabled: false },
    wordWrap: 'on',
    renderFinalNewline: 'on', // a dimmed number would be too faint to read
  });
}

type Keys = { run: () => void; save: () => void; tab: (leaves: boolean) => void };

function bindKeys({ monaco }: Loaded, editor: StandaloneEditor, { run, save, tab }: Keys) {
  const { CtrlCmd, WinCtrl } = monaco.KeyMod;
  editor.addCommand(CtrlCmd | monaco.KeyCode.Enter, run);
  editor.addCommand(CtrlCmd | monaco.KeyCode.KeyS, save);
  let leaves = false;
  const toggle = () => {
    leaves = !leaves;
    editor.trigger('keyboard', 'editor.action.toggleTabFocusMode', null);
    tab(leaves);
  };
  editor.addCommand(CtrlCmd | monaco.KeyCode.KeyM, toggle);
  editor.addCommand(WinCtrl | monaco.KeyCode.KeyM, toggle);
}
