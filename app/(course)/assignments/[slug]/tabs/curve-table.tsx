import { RowHeader, Table, Td, Th } from '../../../../_components/table.tsx';
import { type Curve, formatValue } from '../run/curves.ts';
import type { EpochPoint } from '../run/run-state.ts';

/** The curves in numbers, for who cannot see the chart or wants to read it off. */
export function CurveTable({ epochs, curves }: { epochs: readonly EpochPoint[]; curves: readonly Curve[] }) {
  const columns = curves.flatMap(({ key, label }) => [
    { key, label, curve: key },
    { key: `val_${key}`, label: `${label}, validation`, curve: key },
  ]);
  return (
    <details>
      <summary className="text-sm text-ink-soft">As a table</summary>
      <Table caption="Loss and metrics after each epoch" className="mt-2 max-h-80 overflow-y-auto">
        <thead>
          <tr>
            <Th>Epoch</Th>
            {columns.map(({ key, label }) => (
              <Th key={key} numeric>
                {label}
              </Th>
            ))}
            <Th numeric>Seconds</Th>
          </tr>
        </thead>
        <tbody>
          {epochs.map(({ epoch, logs, seconds }) => (
            <tr key={epoch}>
              <RowHeader>{epoch + 1}</RowHeader>
              {columns.map(({ key, curve }) => (
                <Td key={key} numeric>
                  {logs[key] === undefined ? '–' : formatValue(curve, logs[key])}
                </Td>
              ))}
              <Td numeric>{seconds.toFixed(1)}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </details>
  );
}
