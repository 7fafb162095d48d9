import { RowHeader, Table, Td, Th } from '../../../../_components/table.tsx';

type Props = { classes: string[]; train: number[]; validation: number[] };

export function ClassCounts({ classes, train, validation }: Props) {
  const most = Math.max(1, ...train);
  return (
    <section className="space-y-2">
      <h2 className="text-lg">How many of each</h2>
      <Table caption="Samples of each class">
        <thead>
          <tr>
            <Th>Class</Th>
            <Th>
              <span className="sr-only">As a bar</span>
            </Th>
            <Th numeric>Train</Th>
            <Th numeric>Validation</Th>
          </tr>
        </thead>
        <tbody>
          {classes.map((name, i) => (
            <tr key={name}>
              <RowHeader>{name}</RowHeader>
              <Td className="w-1/2">
                <div aria-hidden className="h-2 bg-data-1" style={{ width: `${((train[i] ?? 0) / most) * 100}%` }} />
              </Td>
              <Td numeric>{train[i]}</Td>
              <Td numeric>{validation[i]}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}
