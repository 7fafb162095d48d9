/**
 * Imported before tfjs, which chooses at load how it yields. Its first choice, `requestAnimationFrame`, stands still in
 * hidden tabs, and timers are slowed there: messages are not.
 */

const { port1, port2 } = new MessageChannel();
const waiting: (() => void)[] = [];
port1.onmessage = () => waiting.shift()?.();

const immediate = (callback: () => void) => {
  waiting.push(callback);
  port2.postMessage(null);
};

Object.defineProperty(globalThis, 'requestAnimationFrame', { value: undefined, configurable: true, writable: true });
Object.defineProperty(globalThis, 'setImmediate', { value: immediate, configurable: true, writable: true });
