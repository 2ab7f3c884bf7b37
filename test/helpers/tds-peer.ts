import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

const [batch, preLogin, login] = [0x01, 0x12, 0x10];
const answer = 0x04;
/** The value of the option ENCRYPTION if the server cannot encrypt. */
export const notSupported = 2;

/**
 * A server that answers the pre-login of TDS, and records the packets it receives. It cannot encrypt afterwards. It ends
 * a connection that asks for more than a login.
 */
export class TdsPeer {
  /** How many logins it accepts, before it refuses them. */
  accepted = 0;
  /** The numbers of the errors with which it refuses a login; without any it ends the connection. */
  refusals: readonly number[] = [];
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
      else if (packet[0] === batch) socket.write(message(done));
      else if (packet[0] !== login) socket.destroy();
      else if (this.logins <= this.accepted) socket.write(message(Buffer.concat([loginAcknowledged, done])));
      else if (this.refusals.length === 0) socket.end();
      else socket.end(message(Buffer.concat([...this.refusals.map(errorToken), done])));
    });
  }

  /** How many logins it has received. */
  get logins(): number {
    return this.packets.filter((type) => type === login).length;
  }
}

/** The options: five bytes each for type, offset and length, then their values. */
function preLoginAnswer(encryption: number | undefined): Buffer {
  const options = encryption === undefined ? [0, 0, 6, 0, 6, 0xff] : [0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 0xff];
  const values = [16, 0, 0, 0, 0, 0, ...(encryption === undefined ? [] : [encryption])];
  return message(Buffer.from([...options, ...values]));
}

function message(body: Buffer): Buffer {
  const header = Buffer.from([answer, 1, 0, 0, 0, 0, 1, 0]);
  header.writeUInt16BE(header.length + body.length, 2);
  return Buffer.concat([header, body]);
}

const done = Buffer.from([0xfd, ...Array<number>(12).fill(0)]);
/** LOGINACK of TDS 7.4, with an empty name of the server's program. */
const loginAcknowledged = Buffer.from([0xad, 10, 0, 1, 0x74, 0, 0, 4, 0, 16, 0, 0, 0]);

/** ERROR with a severity of 14 and the number as its text, without the names of a server and a procedure. */
function errorToken(number: number): Buffer {
  const text = Buffer.from(`error ${number}`, 'utf16le');
  const token = Buffer.alloc(17 + text.length);
  token.writeUInt8(0xaa, 0);
  token.writeUInt16LE(token.length - 3, 1);
  token.writeInt32LE(number, 3);
  token.writeUInt8(1, 7);
  token.writeUInt8(14, 8);
  token.writeUInt16LE(text.length / 2, 9);
  text.copy(token, 11);
  return token;
}
