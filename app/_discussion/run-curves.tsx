import { type Curves, type Line, linesOf } from '#lib/discussion/core/attachment.ts';
import { RowHeader, Table, Td, Th } from '../_components/table.tsx';

const width = 300;
const height = 110;

/** The curves of a run: one picture a quantity, training and validation together, and the same as a table. */
export function RunCurves({ curves }: { curves: Curves }) {
  const lines = linesOf(curves);
  const own = lines.filter(({ name }) => !name.startsWith('val_')).slice(0, 4);
  return (
    <div className="mt-4">
      <div className="flex flex-wrap gap-6">
        {own.map((line) => (
          <Chart key={line.name} line={line} validation={lines.find(({ name }) => name === `val_${line.name}`)} />
        ))}
      </div>
      <details className="mt-2">
        <summary className="text-sm text-ink-soft">The curves as a table</summary>
        <Table caption="Loss and metrics after each epoch" className="mt-2 max-h-80 overflow-y-auto">
          <thead>
            <tr>
              <Th>Epoch</Th>
              {lines.map(({ name }) => (
                <Th key={name} numeric>
                  {name}
                </Th>
              ))}
            </tr>
          </thead>
          <tbody>
            {curves.map(({ epoch, logs }) => (
              <tr key={epoch}>
                <RowHeader>{epoch + 1}</RowHeader>
                {lines.map(({ name }) => (
                  <Td key={name} numeric>
                    {logs[name]?.toPrecision(3) ?? '–'}
                  </Td>
                ))}
              </tr>
            ))}
          </tbody>
        </Table>
      </details>
    </div>
  );
}

function Chart({ line, validation }: { line: Line; validation: Line | undefined }) {
  const points = [...line.points, ...(validation?.points ?? [])];
  const values = points.map(({ value }) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const epochs = Math.max(...points.map(({ epoch }) => epoch));
  const x = (epoch: number) => (epochs > 1 ? ((epoch - 1) / (epochs - 1)) * (width - 8) + 4 : width / 2);
  const y = (value: number) => (high > low ? height - 6 - ((value - low) / (high - low)) * (height - 12) : height / 2);
  const path = (each: Line) => each.points.map(({ epoch, value }) => `${x(epoch)},${y(value)}`).join(' ');
  const last = (each: Line | undefined) => each?.points.at(-1)?.value.toPrecision(3);
  return (
    <figure className="min-w-0 flex-1 basis-56">
      <figcaption className="text-sm">
        <span className="font-[550]">{line.name}</span>, {low.toPrecision(3)} to {high.toPrecision(3)}
      </figcaption>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`${line.name} over ${epochs} epochs, in the end ${last(line)}${validation ? `, on validation ${last(validation)}` : ''}`}
        className="mt-1 w-full max-w-sm bg-sheet"
      >
        <polyline points={path(line)} fill="none" stroke="var(--data-1)" strokeWidth={2} />
        {validation && (
          <polyline
            points={path(validation)}
            fill="none"
            stroke="var(--data-2)"
            strokeWidth={2}
            strokeDasharray="5 3"
          />
        )}
      </svg>
      <p className="text-xs text-ink-soft">
        Training solid {last(line)}
        {validation && `, validation dashed ${last(validation)}`}
      </p>
    </figure>
  );
}
