import type { FrameSetup, FromFrame, ToFrame, WantedBackend } from './browser-messages.ts';

/** Page side of the null-origin frame: opens it, has workers made and taken away. */

/** From `sandboxUrls()` on the server. */
export type SandboxUrls = { frame: string; bundle: string; wasm: string };

export type SandboxFrame = {
  /** Replaces the worker by a new one that speaks over `port`. */
  startWorker(backend: WantedBackend, port: MessagePort, onCrash: (message: string) => void): void;
  killWorker(): void;
  close(): void;
};

export async function openFrame(urls: SandboxUrls): Promise<SandboxFrame> {
  const [setup, element] = await Promise.all([fetchSetup(urls), loadFrame(urls.frame)]);
  const { port1: control, port2 } = new MessageChannel();
  let crashed: (message: string) => void = () => {};
  const opened = new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('The sandbox did not open. Reload the page.')), 10_000);
    control.onmessage = ({ data }: MessageEvent<FromFrame>) => {
      if (data.type === 'crashed') return crashed(String(data.message));
      clearTimeout(late);
      resolve();
    };
  });
  // A null origin cannot be named, so the message is for whoever is in the frame: our own page, loaded just now.
  element.contentWindow?.postMessage(setup, '*', [port2]);
  await opened;
  const tell = (message: ToFrame, ...ports: MessagePort[]) => control.postMessage(message, ports);
  return {
    startWorker(backend, port, onCrash) {
      crashed = onCrash;
      tell({ type: 'start', backend }, port);
    },
    killWorker() {
      crashed = () => {};
      tell({ type: 'kill' });
    },
    close() {
      control.close();
      element.remove();
    },
  };
}

async function fetchSetup({ bundle, wasm }: SandboxUrls): Promise<FrameSetup> {
  const [script, binary] = await Promise.all([fetchOk(bundle), fetchOk(wasm)]);
  return { bundle: await script.text(), wasm: await binary.arrayBuffer() };
}

async function fetchOk(url: string): Promise<Response> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The sandbox could not be loaded (${response.status}). Reload the page.`);
  return response;
}

function loadFrame(url: string): Promise<HTMLIFrameElement> {
  const element = document.createElement('iframe');
  element.setAttribute('sandbox', 'allow-scripts');
  element.setAttribute('aria-hidden', 'true');
  element.tabIndex = -1;
  element.title = 'Sandbox';
  element.src = url;
  // Not `display: none`, which some browsers do not run at full speed.
  element.style.cssText = 'position:fixed;width:0;height:0;border:0;opacity:0;pointer-events:none';
  return new Promise((resolve, reject) => {
    element.onload = () => resolve(element);
    element.onerror = () => reject(new Error('The sandbox could not be loaded. Reload the page.'));
    document.body.append(element);
  });
}
