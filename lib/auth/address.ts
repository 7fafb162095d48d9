import { randomBytes } from 'node:crypto';
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

/**
 * The address a request came from. Next hands its routes headers only, and a header can say anything: so the socket's
 * address is noted on each request as it arrives, under a name nobody outside can guess.
 */
const socketHeader = `x-socket-${randomBytes(16).toString('hex')}`;

subscribe('http.server.request.start', (message) => {
  const { request } = message as { request: IncomingMessage }; // the shape Node documents for this channel
  request.headers[socketHeader] = request.socket.remoteAddress ?? '';
});

/** What failed sign-ins are counted by. `trustedProxy` is the only peer whose `X-Forwarded-For` is believed. */
export function clientAddress(headers: Record<string, string | undefined>, trustedProxy: string | undefined): string {
  return addressOf({ peer: headers[socketHeader], forwardedFor: headers['x-forwarded-for'], trustedProxy });
}

type Claim = { peer: string | undefined; forwardedFor: string | undefined; trustedProxy: string | undefined };

/** Pure. The proxy appends the address it saw at the end; whatever stands before it came from the client. */
export function addressOf({ peer, forwardedFor, trustedProxy }: Claim): string {
  const socket = plain(peer ?? '');
  const appended = forwardedFor?.split(',').at(-1)?.trim();
  if (trustedProxy && socket === plain(trustedProxy) && appended) return plain(appended);
  return socket || 'unknown';
}

/** IPv4 in its IPv6 clothes (`::ffff:10.0.0.1`) is the same machine. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/, '');
}
