import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * Decides by a client's packet whether to disconnect: before the server gets it, or after, before its reply. `late`
 * keeps the connection, and holds the reply back for `lateMs`.
 */
export type DisconnectRule = (packet: Buffer) => 'before' | 'after' | 'late' | undefined;

/** A proxy to SQL Server that disconnects on a rule. It reads the packets, so the connection must be unencrypted. */
export class TdsProxy {
  disconnectRule: DisconnectRule = () => undefined;
  /** Number of disconnects and late replies; a test asserts it, to be sure that its rule applied. */
  disconnects = 0;
  lateMs = 0;
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

  /** Closes every connection and refuses new ones, like a stopped server. */
  goDown(): void {
    this.isDown = true;
    for (const socket of this.sockets) socket.destroy();
  }

  comeBack(): void {
    this.isDown = false;
    this.disconnectRule = () => undefined;
  }

  private holdBack(upstream: Socket): void {
    this.disconnects += 1;
    upstream.pause();
    setTimeout(() => upstream.resume(), this.lateMs);
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
    const disconnect = () => {
      this.disconnects += 1;
      end();
    };
    for (const socket of both) {
      this.sockets.add(socket);
      socket.on('error', end).on('close', end);
    }
    client.on('data', (packet) => {
      const when = this.disconnectRule(packet);
      if (when === 'before') {
        disconnect();
        return;
      }
      if (when === 'late') this.holdBack(upstream);
      if (when === 'after') upstream.removeAllListeners('data').once('data', disconnect);
      upstream.write(packet);
    });
    upstream.on('data', (packet) => client.write(packet));
  }
}

const headerLength = 30;
const transactionOffset = 18;
const packetNumberOffset = 6;
const [batch, procedure, transactionManager] = [0x01, 0x03, 0x0e];
const commit = 7;

/** True for the commit of a transaction, and for a write outside a transaction. */
export function isCommit(packet: Buffer): boolean {
  if (packet.length <= headerLength) return false;
  return packet[0] === transactionManager
    ? packet.readUInt16LE(headerLength) === commit
    : containsText(packet, 'AS affected') && packet.readBigUInt64LE(transactionOffset) === 0n;
}

/** True for the first packet of a request after the login. */
export function isRequest(packet: Buffer): boolean {
  return packet[packetNumberOffset] === 1 && [batch, procedure, transactionManager].includes(packet[0]!);
}

/** True for a statement that contains a text. */
export function containsText(packet: Buffer, text: string): boolean {
  return packet.includes(Buffer.from(text, 'utf16le'));
}

/** Disconnects or holds back once, at the first packet that matches. */
export function disconnectOnce(
  matches: (packet: Buffer) => boolean,
  when: 'before' | 'after' | 'late',
): DisconnectRule {
  let isDone = false;
  return (packet) => {
    if (isDone || !matches(packet)) return undefined;
    isDone = true;
    return when;
  };
}
