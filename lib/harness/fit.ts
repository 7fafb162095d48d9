import type { CustomCallback, CustomCallbackArgs, LayersModel, Logs, ModelFitArgs } from '@tensorflow/tfjs';
import { lineOf, type TfModule } from './compile.ts';
import { StopSignal } from './fault.ts';
import type { Report, Reporter } from './report.ts';

type Callbacks = NonNullable<ModelFitArgs['callbacks']>;
type FitArgs = { epochs?: number; initialEpoch?: number; callbacks?: ModelFitArgs['callbacks'] };

/**
 * Wraps `fit` and `fitDataset` of this one model, to learn how many epochs and batches there will be, to keep a Quick
 * run to one epoch, and to report also where the student forgot `callbacks: report`. What is computed does not change.
 * @returns the call of `fit` still going, if any: one that the student did not await
 */
export function watchFit(
  tf: TfModule,
  model: LayersModel,
  reporter: Reporter,
  quick: boolean,
): () => Promise<unknown> | null {
  let going: Promise<unknown> | null = null;
  const reportCallback = callbackFor(tf, reporter);

  async function watch<Args extends FitArgs, T>(args: Args, batches: number | null, start: (args: Args) => Promise<T>) {
    const first = args.initialEpoch ?? 0;
    const epochs = quick ? first + 1 : args.epochs;
    const given = listOf(args.callbacks);
    reporter.fitBegins(epochs === undefined ? null : epochs - first, batches, given.some(isOf(reporter.report)));
    try {
      const callbacks = [
        reportCallback,
        ...given.filter((one) => one !== reporter.report).map((one) => toTfjs(tf, one)),
      ];
      return await start({ ...args, ...(epochs === undefined ? {} : { epochs }), callbacks });
    } finally {
      reporter.fitEnds();
    }
  }

  /** Follows one call of `fit`; after a Stop the rest of the student's `train` would only make them wait. */
  async function follow<T>(result: Promise<T>, calledAt: Error): Promise<T> {
    going = result;
    try {
      const value = await result;
      if (reporter.stopping) throw new StopSignal();
      return value;
    } catch (error) {
      throw withLine(error, calledAt);
    } finally {
      if (going === result) going = null;
    }
  }

  const stockFit = model.fit.bind(model);
  model.fit = (x, y, args) => {
    const start = (watched: ModelFitArgs) => stockFit(x, y, watched);
    return follow(watch({ epochs: 1, ...args }, batchesIn(x, args ?? {}), start), new Error('fit was called here'));
  };
  const stockFitDataset = model.fitDataset.bind(model);
  model.fitDataset = (dataset, args) => {
    const start = (watched: typeof args) => stockFitDataset(dataset, watched);
    return follow(watch(args, args.batchesPerEpoch ?? null, start), new Error('fitDataset was called here'));
  };
  return () => going;
}

/** Once `fit` has waited for anything, its errors no longer show who called it: the line of the call is added. */
function withLine(error: unknown, calledAt: Error): unknown {
  if (error instanceof Error && lineOf(error) === undefined) error.stack = `${error.stack}\n${calledAt.stack}`;
  return error;
}

/** Batches an epoch, by the same sum as `fit` makes. */
function batchesIn(x: unknown, args: ModelFitArgs): number | null {
  const first: unknown = Array.isArray(x) ? x[0] : x;
  const rows = (first as { shape?: number[] } | undefined)?.shape?.[0]; // whatever it is, we only look
  if (!rows) return null;
  const kept = args.validationSplit ? Math.floor(rows * (1 - args.validationSplit)) : rows;
  return Math.ceil(kept / (args.batchSize ?? 32)) || null;
}

type OneCallback = CustomCallbackArgs | Exclude<Callbacks, unknown[] | CustomCallbackArgs>;

function listOf(callbacks: ModelFitArgs['callbacks']): OneCallback[] {
  if (callbacks === undefined || callbacks === null) return [];
  return (Array.isArray(callbacks) ? callbacks : [callbacks]) as OneCallback[]; // arrays of either kind
}

/** `report` itself, or an object made from it by spreading. */
const isOf = (report: Report) => (one: OneCallback) =>
  one === report || Object.values(one).some((value) => value === report.onEpochEnd);

/** tfjs cannot mix plain callbacks with objects of its own classes; we make all of one kind. */
function toTfjs(tf: TfModule, one: OneCallback): CustomCallback {
  const isTfjs = 'setParams' in one && typeof one.setParams === 'function';
  return isTfjs ? (one as CustomCallback) : new tf.CustomCallback(one as CustomCallbackArgs, 'never'); // told apart above
}

/** `report` as a tfjs callback that reads a batch's loss back from the GPU only when it will be shown. */
function callbackFor(tf: TfModule, { report, batchEventDue }: Reporter): CustomCallback {
  class ReportCallback extends tf.CustomCallback {
    override async onBatchEnd(batch: number, logs?: Logs) {
      if (batchEventDue())
        await super.onBatchEnd(batch, logs as never); // its type leaves out what it may be given
      else await report.onBatchEnd(batch);
    }
  }
  return new ReportCallback(
    {
      onEpochBegin: async (epoch) => report.onEpochBegin(epoch),
      onBatchEnd: async (batch, logs) => report.onBatchEnd(batch, logs),
      onEpochEnd: async (epoch, logs) => report.onEpochEnd(epoch, logs),
    },
    'never',
  );
}
