import { describe, expect, it } from 'vitest';
import { type FoundLayer, type LayerKind, layerProblem } from './layers.ts';

const layers = (...kinds: LayerKind[]): FoundLayer[] => kinds.map((kind, i) => ({ kind, name: `layer_${i}` }));

describe('layerProblem', () => {
  it('finds none where nothing is limited, or all is within it', () => {
    const found = layers('InputLayer', 'Conv2D', 'Flatten', 'Dense');
    expect(layerProblem(found, {})).toBeNull();
    expect(layerProblem(found, { kinds: ['Conv2D', 'Flatten', 'Dense'], most: 3 })).toBeNull();
  });

  it('names the layer, its kind and what is allowed', () => {
    expect(layerProblem(layers('InputLayer', 'Dense', 'LSTM'), { kinds: ['Dense', 'Flatten'] })).toBe(
      'The layer layer_2 is of the kind LSTM; allowed here: Dense, Flatten.',
    );
  });

  it('counts layers, neither the input nor what only wraps another', () => {
    const found = layers('InputLayer', 'Embedding', 'Bidirectional', 'LSTM', 'Dense');
    expect(layerProblem(found, { most: 3 })).toBeNull();
    expect(layerProblem(found, { most: 2 })).toBe(
      'The model has 3 layers, layer_4 (Dense) being the first too many; at most 2 are allowed.',
    );
  });

  it('asks leave for a wrapper and for what it wraps', () => {
    const found = layers('Bidirectional', 'LSTM');
    expect(layerProblem(found, { kinds: ['LSTM'] })).toContain('Bidirectional;');
    expect(layerProblem(found, { kinds: ['Bidirectional'] })).toContain('LSTM;');
    expect(layerProblem(found, { kinds: ['Bidirectional', 'LSTM'] })).toBeNull();
  });

  it('cuts a name that a student made very long', () => {
    const found: FoundLayer[] = [{ kind: 'Dense', name: 'x'.repeat(5000) }];
    expect(layerProblem(found, { kinds: ['Flatten'] })?.length).toBeLessThan(200);
  });
});
