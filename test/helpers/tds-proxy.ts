import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Decides, by what the client sends, whether the connection breaks: before the server sees it, or before its answer comes back. */
export type Cut = (packet: Buffer) => 'before' | 'after' | undefined;

/** A way to SQL Server that breaks when it is told to. It reads what goes by, so the connection has to be in the clear. */
export class TdsProxy {
  cut: Cut = () => undefined;
  /** How often it has broken a connection: a test of a break that never came proves nothing. */
  cuts = 0;
  connections = 0;
  private isDown = false;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: { server: string; port: number },
  ) {
    server.on('connection', (client) => {
      this.join(client);
    });
  }

  static async start(target: { server: string; port: number }): Promise<TdsProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return new TdsProxy(server, target);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  close(): void {
    this.goDown();
    this.server.close();
  }

  /** Breaks every connection and refuses new ones, as a server that is down does. */
  goDown(): void {
    this.isDown = true;
    for (const socket of this.sockets) socket.destroy();
  }

  comeBack(): void {
    this.isDown = false;
    this.cut = () => undefined;
  }

  private join(client: Socket): void {
    if (this.isDown) {
      client.destroy();
      return;
    }
    this.connections += 1;
    const upstream = connect(this.target.port, this.target.server);
    const both = [client, upstream];
    const end = () => {
      for (const socket of both) {
        socket.destroy();
        this.sockets.delete(socket);
      }
    };
    const breakOff = () => {
      this.cuts += 1;
      end();
    };
    for (const socket of both) {
      this.sockets.add(socket);
      socket.on('error', end).on('close', end);
    }
    client.on('data', (packet) => {
      const cut = this.cut(packet);
      if (cut === 'before') {
        breakOff();
        return;
      }
      if (cut === 'after') upstream.removeAllListeners('data').once('data', breakOff);
      upstream.write(packet);
    });
    upstream.on('data', (packet) => client.write(packet));
  }
}

const headerLength = 30;
const transactionOffset = 18;
const [batch, procedure, transactionManager] = [0x01, 0x03, 0x0e];
const commit = 7;

/** What the server commits, as TDS sends it: a transaction, or a write outside of one. */
export function isCommit(packet: Buffer): boolean {
  if (packet.length <= headerLength) return false;
  return packet[0] === transactionManager
    ? packet.readUInt16LE(headerLength) === commit
    : says(packet, 'AS affected') && packet.readBigUInt64LE(transactionOffset) === 0n;
}

/** Something that the server answers; not the packets of a login. */
export function isRequest(packet: Buffer): boolean {
  return [batch, procedure, transactionManager].includes(packet[0]!);
}

/** A statement that contains a text. */
export function says(packet: Buffer, text: string): boolean {
  return packet.includes(Buffer.from(text, 'utf16le'));
}

/** Breaks once, at the first packet that is meant. */
export function once(isMeant: (packet: Buffer) => boolean, when: 'before' | 'after'): Cut {
  let isDone = false;
  return (packet) => {
    if (isDone || !isMeant(packet)) return undefined;
    isDone = true;
    return when;
  };
}
