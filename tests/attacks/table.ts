/** The outcome of every attack on every isolate, as text. */
export class OutcomeTable {
  readonly #rows = new Map<string, Map<string, string>>();
  readonly #columns: string[];

  constructor(columns: string[]) {
    this.#columns = columns;
  }

  set(row: string, column: string, text: string): void {
    const cells = this.#rows.get(row) ?? new Map<string, string>();
    this.#rows.set(row, cells.set(column, text));
  }

  print(): void {
    const nameWidth = Math.max(...[...this.#rows.keys()].map((name) => name.length), 6);
    const line = (name: string, cells: string[]) =>
      `${name.padEnd(nameWidth)}  ${cells.map((cell) => cell.padEnd(34)).join('  ')}`.trimEnd();
    const lines = [...this.#rows].map(([name, cells]) =>
      line(
        name,
        this.#columns.map((column) => cells.get(column) ?? '-'),
      ),
    );
    console.log(['', line('attack', this.#columns), ...lines, ''].join('\n'));
  }
}
