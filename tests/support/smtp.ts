import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

export type Received = { to: string[]; from: string; headers: Record<string, string>; text: string };

export type SmtpServer = {
  url: string;
  mails: Received[];
  /** What it answers to the next recipients: a code above 400 refuses. */
  answers: (code: number) => void;
  close: () => Promise<void>;
};

/** A mail server as small as RFC 5321 allows, which keeps what it is sent. */
export async function startSmtp(): Promise<SmtpServer> {
  const mails: Received[] = [];
  const sockets = new Set<Socket>();
  let recipientAnswer = 250;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    converse(
      socket,
      () => recipientAnswer,
      (mail) => mails.push(mail),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    answers: (code) => {
      recipientAnswer = code;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function converse(socket: Socket, recipientAnswer: () => number, keep: (mail: Received) => void): void {
  let from = '';
  let to: string[] = [];
  let data: string[] | null = null;
  let rest = '';
  const say = (line: string) => socket.write(`${line}\r\n`);
  const hear = (line: string) => {
    if (data) {
      if (line !== '.') return void data.push(line.replace(/^\./, ''));
      keep({ from, to, ...parse(data.join('\r\n')) });
      data = null;
      return say('250 kept');
    }
    const [verb = ''] = line.toUpperCase().split(/[ :]/);
    const address = /<([^>]*)>/.exec(line)?.[1] ?? '';
    if (verb === 'EHLO') return say('250 smtp.test');
    if (verb === 'MAIL') [from, to] = [address, []];
    if (verb === 'RCPT') {
      const code = recipientAnswer();
      if (code < 400) to.push(address);
      return say(`${code} recipient`);
    }
    if (verb === 'DATA') {
      data = [];
      return say('354 go on');
    }
    say(verb === 'QUIT' ? '221 bye' : '250 ok');
    if (verb === 'QUIT') socket.end();
  };
  say('220 smtp.test');
  socket.on('data', (chunk) => {
    const lines = (rest + chunk.toString('utf8')).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) hear(line);
  });
}

function parse(message: string): Pick<Received, 'headers' | 'text'> {
  const [head = '', ...body] = message.split('\r\n\r\n');
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const headers = Object.fromEntries(lines.map((line) => line.split(/:\s*(.*)/s).slice(0, 2)));
  const lowered = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
  return { headers: lowered, text: decode(body.join('\r\n\r\n'), lowered['content-transfer-encoding'] ?? '') };
}

function decode(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return body;
  const soft = body.replace(/=\r\n/g, '');
  const bytes = soft.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
