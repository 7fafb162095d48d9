import { once } from 'node:events';
import { createServer } from 'node:http';
import nextServer from 'next';

/** Serves a built Next app as `lib/host/web.ts` serves ours. Arguments: its folder and a port. */
const [dir = '.', port = '0'] = process.argv.slice(2);
const app = nextServer({ dev: false, dir, hostname: '127.0.0.1', port: Number(port) });
const handle = app.getRequestHandler();
const server = createServer((request, response) => handle(request, response));
await app.prepare();
server.listen(Number(port), '127.0.0.1');
await once(server, 'listening');
process.send?.('ready');
process.once('disconnect', () => process.exit());
