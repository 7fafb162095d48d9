import type { editor } from 'monaco-editor/editor/editor.api.js';

// The tokens of globals.css again: Monaco takes colours as numbers only.

export const lightTheme: editor.IStandaloneThemeData = {
  base: 'vs',
  inherit: true,
  rules: [
    { token: '', foreground: '1f1b16' },
    { token: 'comment', foreground: '6b6252', fontStyle: 'italic' },
    { token: 'keyword', foreground: '0b5c5c' },
    { token: 'string', foreground: '7a4a00' },
    { token: 'number', foreground: '1f5688' },
    { token: 'type', foreground: '5b3a8c' },
  ],
  colors: {
    'editor.background': '#fffdf8',
    'editor.lineHighlightBackground': '#f8f3e8',
    'editorLineNumber.foreground': '#6b6252',
    'editorLineNumber.activeForeground': '#1f1b16',
    'editorCursor.foreground': '#0b5c5c',
    'editor.selectionBackground': '#cfe3de',
    'editorWidget.background': '#fffdf8',
    'editorSuggestWidget.selectedBackground': '#dcebe6',
    'editorSuggestWidget.selectedForeground': '#1f1b16',
    'editorIndentGuide.background1': '#eee6d8',
  },
};

export const darkTheme: editor.IStandaloneThemeData = {
  base: 'vs-dark',
  inherit: true,
  rules: [
    { token: '', foreground: 'e4e3dc' },
    { token: 'comment', foreground: '97a2b4', fontStyle: 'italic' },
    { token: 'keyword', foreground: '76cbc2' },
    { token: 'string', foreground: 'e6b866' },
    { token: 'number', foreground: '93bfea' },
    { token: 'type', foreground: 'd9a9e0' },
  ],
  colors: {
    'editor.background': '#172234',
    'editor.lineHighlightBackground': '#1c2a3f',
    'editorLineNumber.foreground': '#97a2b4',
    'editorLineNumber.activeForeground': '#e4e3dc',
    'editorCursor.foreground': '#76cbc2',
    'editor.selectionBackground': '#2b4a5c',
    'editorWidget.background': '#172234',
    'editorSuggestWidget.selectedBackground': '#17383d',
    'editorIndentGuide.background1': '#24324a',
  },
};
