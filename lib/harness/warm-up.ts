import type { TfModule } from './compile.ts';

/**
 * Runs a tiny network once, so that the kernels which most models need are compiled before there is a job. Nothing of
 * it remains: its layers have names, as automatic ones would shift the numbers of the student's, and its weights are
 * zero, as chance is the job's.
 */
export function warmUp(tf: TfModule): void {
  const { layers } = tf;
  const zeros = { kernelInitializer: 'zeros' } as const;
  const model = tf.sequential({
    name: 'warm',
    layers: [
      layers.conv2d({
        ...{ name: 'warm_conv', filters: 2, kernelSize: 3, activation: 'relu', inputShape: [6, 6, 1] },
        ...zeros,
      }),
      layers.maxPooling2d({ name: 'warm_pool', poolSize: 2 }),
      layers.flatten({ name: 'warm_flat' }),
      layers.dense({ name: 'warm_dense', units: 2, activation: 'softmax', ...zeros }),
    ],
  });
  tf.tidy(() => {
    const y = model.predict(tf.zeros([2, 6, 6, 1]));
    if (!Array.isArray(y)) y.dataSync();
  });
  model.dispose();
}
