import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import nextServer from 'next';
import type { NextServerOptions } from 'next/dist/server/next.js';
import { closeWebDb, webDb } from '#db/web.ts';
import { projectRoot, readSettings } from '#lib/env.ts';
import { openLogger, standardOutput, traceErrorsOn } from '#lib/log.ts';
import { runMailer } from '#lib/notices/mailer.ts';
import { prepareBrowserBundle } from '#lib/sandbox/browser-bundle.ts';
import { tellHost, untilStopped } from './as-child.ts';
import { portError } from './port.ts';

/*
 * The web server's process. Not `next start`: that ignores signals while an event stream is open, listens everywhere,
 * and believes any forwarded address.
 */
const stopped = untilStopped();
const settings = readSettings();
// Next writes down what a page throws; a failed statement would quote what somebody wrote.
if (process.env.NODE_ENV === 'production') traceErrorsOn(console);
const hostname = settings.LISTEN_HOST ?? '127.0.0.1';

const options: NextServerOptions = {
  dev: process.env.NODE_ENV !== 'production',
  dir: projectRoot,
  hostname,
  port: settings.PORT,
};
const app = nextServer(options);
const handle = app.getRequestHandler();
const server = createServer((request, response) => {
  setClientAddress(request);
  handle(request, response);
});

server.on('error', (error) => {
  const { message, remedy } = portError(settings.PORT, error);
  tellHost({ type: 'failed', reason: `${message} ${remedy ?? ''}`.trim() });
  process.exit(1);
});

await app.prepare();
server.listen(settings.PORT, hostname);
await once(server, 'listening');
tellHost({ type: 'ready' });
prepareBrowserBundle();
const mailer = startMailer();

if (!stopped.aborted) await once(stopped, 'abort');
server.close();
server.closeAllConnections();
await mailer;
await closeWebDb();
process.exit(0);

/** Here, because this process has what mails need: the web role, the public address and the secret that signs links. */
async function startMailer(): Promise<void> {
  const { SMTP_URL: smtpUrl, NEXTAUTH_URL: address, NEXTAUTH_SECRET: secret, LOG_LEVEL = 'info' } = settings;
  if (!smtpUrl || !address || !secret) return;
  const log = openLogger(LOG_LEVEL, standardOutput());
  await runMailer({ db: webDb(), smtpUrl, address, secret, signal: stopped, log });
}

/**
 * Makes `x-forwarded-for` hold one address that can be believed: the peer's, or, where the peer is the trusted proxy,
 * the last one that the proxy added.
 */
function setClientAddress(request: IncomingMessage): void {
  const peer = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const forwarded = request.headers['x-forwarded-for'];
  const trusted = settings.TRUSTED_PROXY !== undefined && peer === settings.TRUSTED_PROXY;
  const last = String(forwarded ?? '')
    .split(',')
    .at(-1)
    ?.trim();
  request.headers['x-forwarded-for'] = trusted && last ? last : peer;
  if (trusted) return;
  for (const name of ['x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'forwarded']) delete request.headers[name];
}
