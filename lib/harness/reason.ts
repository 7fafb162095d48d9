import type { TfModule } from './compile.ts';
import { Fault } from './fault.ts';
import type { Task } from './protocol.ts';

/** Numbers (100 MiB of them) that a model may hold before it is measured against the assignment's limit. */
const always = 25 * 2 ** 20;

/**
 * Calls `createModel` and ends it where the layers take more numbers than any allowed model could, before there is
 * memory for them: a model with a billion parameters is to be told so, and not to die of them. Several models may be
 * made as long as they are small; what the one that is returned has, `checkModel` counts.
 * @throws Fault `too_many_parameters`; whatever `createModel` throws
 */
export function withinReason(tf: TfModule, task: Task, createModel: () => unknown): unknown {
  const layer = tf.layers.Layer.prototype as unknown as { addWeight: AddWeight }; // declared as protected
  const stock = layer.addWeight;
  const most = Math.max(always, 4 * task.maxParameters);
  let numbers = 0;
  layer.addWeight = function (this: { name: string }, name, shape, ...rest) {
    numbers += shape.reduce<number>((product, n) => product * (n ?? 1), 1);
    if (numbers > most) {
      throw new Fault(
        'too_many_parameters',
        `With the ${name} of the layer ${this.name}, the model has ${numbers.toLocaleString('en')} parameters; at most ${task.maxParameters.toLocaleString('en')} are allowed.`,
      );
    }
    return stock.call(this, name, shape, ...rest);
  };
  try {
    return createModel();
  } finally {
    layer.addWeight = stock;
  }
}

type AddWeight = (this: { name: string }, name: string, shape: (number | null)[], ...rest: unknown[]) => unknown;
