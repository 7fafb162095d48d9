import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * Stands between a server and its database, and hears what it asks: each statement that is executed, in PostgreSQL's own
 * protocol, however the code came to it.
 */
export type Statements = {
  /** The database's address by way of this. */
  url: string;
  /** What was executed since the last call. */
  take: () => string[];
  /** Settles once a statement was executed that matches, now or since the last `take`. */
  saw: (pattern: RegExp) => Promise<void>;
  stop: () => Promise<void>;
};

/** The driver asks this of each new connection, whatever the page. */
const isOfTheDriver = (text: string) => text.includes('pg_catalog.pg_type');

export async function listenToStatements(databaseUrl: string): Promise<Statements> {
  const { hostname, port } = new URL(databaseUrl);
  const heard: string[] = [];
  const waiting = new Set<() => void>();
  const sockets = new Set<Socket>();
  const hear = (text: string) => {
    if (isOfTheDriver(text)) return;
    heard.push(text);
    for (const look of [...waiting]) look();
  };
  const server = createServer((client) => {
    const database = connect(Number(port), hostname);
    const read = readerOf(hear);
    client.on('data', read);
    client.pipe(database).pipe(client);
    for (const socket of [client, database]) {
      sockets.add(socket);
      socket.on('error', () => {}); // an end that was cut off: the other end is told by the pipe
    }
  });
  const ownPort = await listen(server);
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${ownPort}`;
  return {
    url: url.href,
    take: () => heard.splice(0),
    saw: (pattern) =>
      new Promise((resolve) => {
        const look = () => {
          if (!heard.some((text) => pattern.test(text))) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}

/**
 * Reads what a client sends: after the start-up message, each message is a letter and a length that counts itself. A
 * statement is parsed under a name, bound by it and executed; or it is sent whole, to be executed at once.
 */
function readerOf(hear: (text: string) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  let started = false;
  let bound = '';
  const parsed = new Map<string, string>();
  const read = (type: string, body: Buffer) => {
    const [first = '', second = ''] = body.toString('utf8').split('\0');
    if (type === 'P') parsed.set(first, second);
    if (type === 'B') bound = parsed.get(second) ?? '';
    if (type === 'E') hear(bound);
    if (type === 'Q') hear(first);
  };
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const head = started ? 1 : 0;
      if (rest.length < head + 4) return;
      const end = head + rest.readInt32BE(head);
      if (rest.length < end) return;
      if (started) read(rest.toString('latin1', 0, 1), rest.subarray(5, end));
      started = true;
      rest = rest.subarray(end);
    }
  };
}
