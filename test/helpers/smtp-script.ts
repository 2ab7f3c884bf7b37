import { createServer, type AddressInfo, type Socket } from 'node:net';

/** What a scripted server says in place of yes; several lines as one text. */
export interface SmtpScript {
  readonly banner?: string;
  readonly ehlo?: string;
  readonly starttls?: string;
  readonly auth?: string;
  readonly mail?: string;
  readonly rcpt?: string;
  readonly data?: string;
  readonly message?: string;
  /** Answers a line itself, or leaves it to the script. */
  readonly answer?: (line: string) => string | undefined;
}

export interface ScriptedPeer {
  readonly port: number;
  /** What clients sent, line by line. */
  readonly lines: string[];
  close(): Promise<void>;
}

const capabilities = '250-smtp.example\n250-PIPELINING\n250-SIZE 26214400\n250-AUTH PLAIN LOGIN\n250 SMTPUTF8';

/** A server on 127.0.0.1 that gives the replies of a provider, on a real socket and without TLS. */
export async function startScript(script: SmtpScript): Promise<ScriptedPeer> {
  const lines: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    converse(socket, script, lines);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    lines,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}

function converse(socket: Socket, script: SmtpScript, lines: string[]): void {
  let isBody = false;
  const say = (text: string) => {
    socket.write(`${text.replaceAll('\n', '\r\n')}\r\n`);
  };
  const commands: [RegExp, string][] = [
    [/^EHLO|^HELO/, script.ehlo ?? capabilities],
    [/^STARTTLS/, script.starttls ?? '502 5.5.1 not here'],
    [/^AUTH/, script.auth ?? '235 2.7.0 OK'],
    [/^MAIL/, script.mail ?? '250 2.1.0 OK'],
    [/^RCPT/, script.rcpt ?? '250 2.1.5 OK'],
    [/^QUIT/, '221 2.0.0 bye'],
  ];
  const reply = (line: string) => {
    lines.push(line);
    if (isBody) {
      if (line !== '.') return;
      isBody = false;
      say(script.message ?? '250 2.0.0 queued');
      return;
    }
    const own = script.answer?.(line);
    if (own === undefined && line.startsWith('DATA')) {
      isBody = script.data === undefined;
      say(script.data ?? '354 go on');
      return;
    }
    say(own ?? commands.find(([pattern]) => pattern.test(line))?.[1] ?? '250 OK');
  };
  let rest = '';
  socket
    .setEncoding('utf8')
    .on('error', () => undefined)
    .on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\r\n');
      rest = parts.pop()!;
      for (const line of parts) reply(line);
    });
  say(script.banner ?? '220 smtp.example ESMTP');
}
