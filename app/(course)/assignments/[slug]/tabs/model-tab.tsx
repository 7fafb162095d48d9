import type { LayerLimits } from '#lib/grading/core/layers.ts';
import { EmptyState } from '../../../../_components/empty-state.tsx';
import { RowHeader, Table, Td, Th } from '../../../../_components/table.tsx';
import type { RunState } from '../run/run-state.ts';
import { ParameterMeter } from './parameter-meter.tsx';

type Props = { model: RunState['model']; limit: number; layers: LayerLimits | undefined };

export function ModelTab({ model, limit, layers }: Props) {
  if (!model) {
    return (
      <EmptyState title="No model yet">
        After Run or Quick run: its layers, the shape that leaves each, and how many weights it has.
      </EmptyState>
    );
  }
  return (
    <div className="space-y-5">
      <ParameterMeter parameters={model.parameters} limit={limit} />
      {layers && <p className="text-sm text-ink-soft">{allowedLayers(layers)}</p>}
      <Table caption="Layers of the model">
        <thead>
          <tr>
            <Th>Layer</Th>
            <Th>Output shape</Th>
            <Th numeric>Parameters</Th>
          </tr>
        </thead>
        <tbody>
          {model.layers.map(({ name, className, outputShape, parameters, trainable }) => (
            <tr key={name}>
              <RowHeader>
                {className}
                <span className="block font-mono text-xs font-normal text-ink-soft">{name}</span>
              </RowHeader>
              <Td className="font-mono">{shapeOf(outputShape)}</Td>
              <Td numeric>
                {parameters.toLocaleString('en-US')}
                {!trainable && parameters > 0 && <span className="block text-xs text-ink-soft">frozen</span>}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

/** "At most 6 layers, of these kinds: Conv2D, Dense." */
function allowedLayers({ kinds, most }: LayerLimits): string {
  const few = most === undefined ? 'Layers' : `At most ${most} ${most === 1 ? 'layer' : 'layers'}`;
  return kinds ? `${few} of these kinds: ${kinds.join(', ')}.` : `${few}.`;
}

/** [null, 18, 18, 8] → "n × 18 × 18 × 8": the first is the batch. */
const shapeOf = (shape: readonly (number | null)[]) => shape.map((size) => size ?? 'n').join(' × ');
