import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

const preLogin = 0x12;
const answer = 0x04;
/** The value of the option ENCRYPTION if the server cannot encrypt. */
export const notSupported = 2;

/** A server that answers the pre-login of TDS, and records the packets it receives. It cannot encrypt afterwards. */
export class TdsPeer {
  /** Types of the received packets: 18 is pre-login, 16 login. */
  readonly packets: number[] = [];

  private constructor(
    private readonly server: Server,
    private readonly encryption: number | undefined,
  ) {}

  /**
   * @param tls if given, TLS starts before the pre-login, as with `Encrypt=strict`
   * @param encryption value of the option ENCRYPTION in the answer; a negative one leaves the option out
   */
  static async start(tls?: TlsOptions, encryption = notSupported): Promise<TdsPeer> {
    const server = tls === undefined ? createServer() : createTlsServer({ ...tls, ALPNProtocols: ['tds/8.0'] });
    const peer = new TdsPeer(server, encryption < 0 ? undefined : encryption);
    server.on(tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) => {
      peer.greet(socket);
    });
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return peer;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  close(): void {
    this.server.close();
  }

  private greet(socket: Socket): void {
    socket.on('error', () => undefined);
    socket.on('data', (packet) => {
      this.packets.push(packet[0]!);
      if (packet[0] === preLogin) socket.write(preLoginAnswer(this.encryption));
      else socket.end();
    });
  }
}

/** The options: five bytes each for type, offset and length, then their values. */
function preLoginAnswer(encryption: number | undefined): Buffer {
  const options = encryption === undefined ? [0, 0, 6, 0, 6, 0xff] : [0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 0xff];
  const values = [16, 0, 0, 0, 0, 0, ...(encryption === undefined ? [] : [encryption])];
  const body = Buffer.from([...options, ...values]);
  return Buffer.concat([Buffer.from([answer, 1, 0, 8 + body.length, 0, 0, 1, 0]), body]);
}
