/** Prints a result for people, or for machines: one JSON value on standard output and nothing else. */
export function print(options: { json?: boolean }, value: unknown, text: string): void {
  process.stdout.write(options.json ? `${JSON.stringify(value, null, 2)}\n` : `${text}\n`);
}

export const jsonFlag = ['--json', 'print JSON, for machines'] as const;
