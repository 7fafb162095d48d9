import { getKernel, type KernelConfig, registerKernel, unregisterKernel } from '@tensorflow/tfjs';
import { avgPoolGrad } from './avg-pool-gradient.ts';
import { conv2dBackpropFilter, conv2dBackpropInput } from './conv2d-gradients.ts';
import { withExplicitPadding } from './conv2d-same.ts';
import { depthwiseBackpropFilter, depthwiseBackpropInput } from './depthwise-gradients.ts';
import { maxPoolGrad } from './max-pool-gradient.ts';
import { unsortedSegmentSum } from './segment-sum.ts';

let installed = false;

/** Gives the WASM backend the kernels that training needs. Once a process, after the backend is registered. */
export function installTrainingKernels(): void {
  if (installed) return;
  installed = true;
  add(withExplicitPadding('Conv2D'));
  add(withExplicitPadding('FusedConv2D'));
  add(conv2dBackpropFilter);
  add(conv2dBackpropInput());
  add(depthwiseBackpropFilter);
  add(depthwiseBackpropInput);
  add(maxPoolGrad);
  add(avgPoolGrad);
  add(unsortedSegmentSum);
}

function add(kernel: KernelConfig): void {
  if (getKernel(kernel.kernelName, 'wasm')) unregisterKernel(kernel.kernelName, 'wasm');
  // Stock kernels were set up with the backend; ours call through them and must not be set up twice.
  const { setupFunc: _done, disposeFunc: _kept, ...ours } = kernel;
  registerKernel(ours);
}
