import { once } from 'node:events';
import { createServer } from 'node:http';
import { build } from 'esbuild';
import { paths } from '#lib/paths.ts';
import { findSandboxFile } from '#lib/sandbox/browser-bundle.ts';
import { frameHtml, framePolicy } from '../../app/sandbox/frame/html.ts';

export type BenchServer = { origin: string; close(): void };

/** An empty page, the sandbox's frame and files as the product serves them, and the scripts of both pages. */
export async function startServer(): Promise<BenchServer> {
  const scripts = new Map([
    ['/runner.js', await bundle("export { createRunner } from './app/(course)/assignments/[slug]/runner.ts';")],
    ['/bare.js', await bundle("export { trainBare } from './tests/bench/browser-bare.ts';")],
  ]);
  const server = createServer(async (request, response) => {
    const url = request.url ?? '/';
    const script = scripts.get(url);
    if (script) return response.setHeader('Content-Type', 'text/javascript').end(script);
    if (url === paths.sandboxFrame()) {
      response.setHeader('Content-Security-Policy', framePolicy);
      return response.setHeader('Content-Type', 'text/html').end(frameHtml);
    }
    const file = await findSandboxFile(url.split('/').at(-1) ?? '');
    if (file) return response.setHeader('Content-Type', file.type).end(file.bytes);
    response.setHeader('Content-Type', 'text/html').end('<!doctype html><meta charset="utf-8"><title>Bench</title>');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return { origin: `http://127.0.0.1:${address.port}`, close: () => server.close() };
}

async function bundle(contents: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: process.cwd(), loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    // tfjs says that its files have no side effects, but some register its backends.
    ignoreAnnotations: true,
    logLevel: 'silent',
  });
  const [output] = outputFiles;
  if (!output) throw new Error('There is no bundle.');
  return output.contents;
}
