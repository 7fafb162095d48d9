import { cutText } from '#lib/text/core.ts';

/** Layers that a model may have where no student code runs. An assignment may allow fewer. */
export const standardLayers = [
  'InputLayer',
  'Dense',
  'Activation',
  'ReLU',
  'LeakyReLU',
  'PReLU',
  'ELU',
  'ThresholdedReLU',
  'Softmax',
  'Flatten',
  'Reshape',
  'Permute',
  'RepeatVector',
  'Masking',
  'Embedding',
  'Dropout',
  'SpatialDropout1D',
  'GaussianDropout',
  'GaussianNoise',
  'AlphaDropout',
  'Conv1D',
  'Conv2D',
  'Conv3D',
  'Conv2DTranspose',
  'Conv3DTranspose',
  'SeparableConv2D',
  'DepthwiseConv2D',
  'Cropping2D',
  'UpSampling2D',
  'ZeroPadding2D',
  'CenterCrop',
  'Rescaling',
  'Resizing',
  'MaxPooling1D',
  'MaxPooling2D',
  'MaxPooling3D',
  'AveragePooling1D',
  'AveragePooling2D',
  'AveragePooling3D',
  'GlobalMaxPooling1D',
  'GlobalMaxPooling2D',
  'GlobalAveragePooling1D',
  'GlobalAveragePooling2D',
  'BatchNormalization',
  'LayerNormalization',
  'Add',
  'Multiply',
  'Average',
  'Maximum',
  'Minimum',
  'Concatenate',
  'Dot',
  'SimpleRNN',
  'SimpleRNNCell',
  'LSTM',
  'LSTMCell',
  'GRU',
  'GRUCell',
  'StackedRNNCells',
  'RNN',
  'ConvLSTM2D',
  'ConvLSTM2DCell',
  'Bidirectional',
  'TimeDistributed',
] as const;
export type LayerKind = (typeof standardLayers)[number];

/** What an assignment allows of them; what is absent is not limited. */
export type LayerLimits = { kinds?: LayerKind[] | undefined; most?: number | undefined };

/** Layers that only hold another: it counts, they do not. The input is no layer of its own either. */
const uncounted: LayerKind[] = ['InputLayer', 'Bidirectional', 'TimeDistributed', 'RNN', 'StackedRNNCells'];

/** A layer as the description of a model names it. */
export type FoundLayer = { kind: LayerKind; name: string };

/**
 * Why a model with these layers breaks the limits, as one sentence for the student; null where it does not. A layer that
 * is used twice counts once, as its weights do. The input needs no leave.
 */
export function layerProblem(found: readonly FoundLayer[], { kinds, most }: LayerLimits): string | null {
  const stranger = kinds && found.find(({ kind }) => kind !== 'InputLayer' && !kinds.includes(kind));
  if (stranger) {
    return `The layer ${cutText(stranger.name, 80)} is of the kind ${stranger.kind}; allowed here: ${kinds.join(', ')}.`;
  }
  const counted = found.filter(({ kind }) => !uncounted.includes(kind));
  const beyond = most === undefined ? undefined : counted[most];
  if (!beyond) return null;
  return `The model has ${counted.length} layers, ${cutText(beyond.name, 80)} (${beyond.kind}) being the first too many; at most ${most} are allowed.`;
}
