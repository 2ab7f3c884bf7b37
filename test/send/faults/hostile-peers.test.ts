import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { cellText, everyCell, FaultCell, faultTable } from '../../helpers/fault-cell.js';
import { pace } from '../../helpers/office.js';
import { plainMailbox } from '../../helpers/smtp.js';
import type { ScriptedOptions, Stage } from '../../helpers/scripted-smtp.js';

const table = faultTable('hostile peer', 'ended after at most', 'came to');
let cell: FaultCell | undefined;
let server: Server | undefined;
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  server?.close();
  await cell?.close();
  cell = server = undefined;
});

/** What a run with one mail must come to: its state and exit code. */
interface Expected {
  readonly state: 'queued' | 'deferred' | 'unknown' | 'failed' | 'sent';
  readonly exitCode: number;
}

/** Seconds for a whole run: no peer here may make it wait for a time limit, except where a short one is given. */
const limitSeconds = 5;
const login = { user: 'biuro', password: 'tajne' };
const queued: Expected = { state: 'queued', exitCode: 75 };
const deferred: Expected = { state: 'deferred', exitCode: 0 };
/** The server refuses the only recipient in words that do not say whose fault it is. */
const suspected: Expected = { state: 'deferred', exitCode: 75 };

type Condition = readonly [name: string, script: ScriptedOptions['script'], expected: Expected];

const long = '-'.repeat(100_000);
const lines = (code: number, count: number) => Array.from({ length: count }, () => `${code}-more`).join('\n');
/** A reply at a stage; by default the server goes on as usual. */
const at = (stage: Stage, reply: string): ScriptedOptions['script'] => ({ [stage]: reply });

const conditions: readonly Condition[] = [
  ['a greeting with code 999', at('banner', '999 hello'), queued],
  ['a greeting of 100,000 bytes in one line', at('banner', `220 ${long}`), queued],
  ['a greeting of 1,000 lines', at('banner', `${lines(220, 1_000)}\n220 hello`), queued],
  ['a greeting of NULs', at('banner', '\0'.repeat(100_000)), queued],
  ['a greeting in HTTP', at('banner', 'HTTP/1.1 400 Bad Request\n\nno'), queued],
  ['code 999 to EHLO', at('ehlo', '999 what'), queued],
  ['1,000 lines to EHLO', at('ehlo', `${lines(250, 1_000)}\n250 end`), queued],
  ['lines with different codes to EHLO', at('ehlo', '250-smtp.example\n550 no'), queued],
  ['no AUTH offered', at('ehlo', '250-smtp.example\n250 SIZE 1000'), { state: 'queued', exitCode: 77 }],
  ['an endless 334 to AUTH', at('auth', '334 more'), queued],
  ['code 999 to AUTH', at('auth', '999 what'), queued],
  ['100,000 bytes to AUTH', at('auth', `535 ${long}`), queued],
  ['code 999 to MAIL', at('mail', '999 what'), suspected],
  ['354 to MAIL', at('mail', '354 go on'), suspected],
  ['code 999 to RCPT', at('rcpt', '999 what'), suspected],
  ['code 150 to RCPT', at('rcpt', '150 wait'), suspected],
  ['words without a code to RCPT', at('rcpt', 'of course'), suspected],
  ['a code of four digits to RCPT', at('rcpt', '2500 yes'), suspected],
  ['250 to DATA', at('data', '250 go on'), suspected],
  ['code 999 to DATA', at('data', '999 what'), suspected],
  ['code 999 to the dot', at('dot', '999 what'), deferred],
  ['354 to the dot', at('dot', '354 go on'), deferred],
  ['lines with different codes to the dot', at('dot', '250-yes\n550 no'), deferred],
  ['1,000 lines to the dot', at('dot', `${lines(250, 1_000)}\n250 end`), { state: 'unknown', exitCode: 0 }],
  [
    'a refusal of 60,000 bytes',
    at('rcpt', `550 5.1.1 ${'send limit '.repeat(5_000)}`),
    { state: 'failed', exitCode: 1 },
  ],
];
const short = [
  'a greeting with code 999',
  'no AUTH offered',
  'an endless 334 to AUTH',
  'code 999 to RCPT',
  '354 to the dot',
];

test.each(everyCell ? conditions : conditions.filter(([name]) => short.includes(name)))(
  '%s: the run ends in time and its mail is in the right state',
  async (name, script, { state, exitCode }) => {
    cell = await FaultCell.open({ extensions: ['AUTH PLAIN', 'PIPELINING'], script: script! }, { smtp: login });
    const start = performance.now();
    const result = await cell.run();
    expect(performance.now() - start).toBeLessThan(limitSeconds * 1_000);
    expect(result).toMatchObject({ states: { [state]: 1 }, exitCode });
    if (name === 'no AUTH offered') {
      expect(result.errors).toEqual(['MAILBOX_LOGIN_NOT_OFFERED']);
      expect(cell.peer.commands.some((command) => command.startsWith('MAIL'))).toBe(false);
    }
    table.row(name, `${limitSeconds} s`, cellText(result));
  },
);

/** Starts a server that does with each connection what `talk` says, and opens an office that sends to it. */
async function openRaw(talk: (socket: Socket) => void, timeouts: object): Promise<FaultCell> {
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    talk(socket);
  });
  await new Promise<void>((resolve) => {
    server!.listen(0, '127.0.0.1', resolve);
  });
  const opened = await FaultCell.open({});
  const { port } = server.address() as AddressInfo;
  const mailbox = plainMailbox(port, { ...login, connections: 1, timeouts });
  opened.office.settings = { ...opened.office.settings, mailbox };
  return opened;
}

/** Writes as fast as the client reads. */
function flood(socket: Socket, bytes: Buffer): void {
  const write = () => {
    while (!socket.destroyed && socket.write(bytes));
  };
  socket.on('drain', write);
  write();
}

/** Writes some bytes again and again. */
function drip(socket: Socket, bytes: string, everyMs: number): void {
  const timer = setInterval(() => socket.write(bytes), everyMs);
  socket.on('close', () => {
    clearInterval(timer);
  });
}

/** What ends a conversation that the limits of bytes and lines do not end. */
interface Limit {
  readonly maxDuration?: number;
  readonly timeouts?: object;
}

const byRun: Limit = { maxDuration: 1_000 };
const byStep: Limit = { timeouts: { greeting: '1 second' } };

type RawCondition = readonly [name: string, talk: (socket: Socket) => void, limit: Limit];
const rawConditions: readonly RawCondition[] = [
  [
    'an endless greeting of line ends',
    (socket) => {
      flood(socket, Buffer.from('\r\n'.repeat(30_000)));
    },
    {},
  ],
  [
    'an endless greeting without a line end',
    (socket) => {
      flood(socket, Buffer.alloc(60_000, 'x'));
    },
    {},
  ],
  [
    'an endless greeting of continued lines',
    (socket) => {
      flood(socket, Buffer.from('220-x\r\n'.repeat(9_000)));
    },
    {},
  ],
  [
    'an endless greeting of NULs',
    (socket) => {
      flood(socket, Buffer.alloc(60_000));
    },
    {},
  ],
  ...[byRun, byStep].flatMap((limit): RawCondition[] => [
    [
      'a greeting that drips',
      (socket) => {
        drip(socket, '2', 100);
      },
      limit,
    ],
    [
      'line ends that drip',
      (socket) => {
        drip(socket, '\r\n', 100);
      },
      limit,
    ],
    ['silence', () => undefined, limit],
  ]),
];
const shortRaw = ['an endless greeting of line ends'];

test.each(everyCell ? rawConditions : rawConditions.filter(([name]) => shortRaw.includes(name)))(
  '%s: the run ends in time and its mail stays queued',
  async (name, talk, { maxDuration, timeouts }) => {
    cell = await openRaw(talk, timeouts ?? {});
    const start = performance.now();
    const result = await cell.run(0, maxDuration);
    const longerOnServer = (pace - 1) * (maxDuration ?? 0);
    expect(performance.now() - start).toBeLessThan(limitSeconds * 1_000 + longerOnServer);
    expect(result).toMatchObject({ states: { queued: 1 }, exitCode: 75 });
    const limit = maxDuration === undefined ? `${limitSeconds} s` : '`--max-duration`';
    table.row(name, timeouts === undefined ? limit : '`timeouts`', cellText(result));
  },
);
