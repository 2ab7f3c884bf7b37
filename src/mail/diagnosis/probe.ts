import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';

const probeTimeout = 5_000;

/** Whether TLS begins with the connection at that port. */
export function speaksTls(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectTls({ host, port, rejectUnauthorized: false, timeout: probeTimeout }, () => {
      end(true);
    });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket
      .on('error', () => {
        end(false);
      })
      .on('close', () => {
        end(false);
      })
      .on('timeout', () => {
        end(false);
      });
  });
}

/** The first words of a server to a client that waits for them, without TLS. */
export function plainGreeting(host: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect({ host, port, timeout: probeTimeout });
    const end = () => {
      socket.destroy();
      resolve(text.trim());
    };
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('\n') || text.length > 1000) end();
    });
    socket.on('error', end).on('close', end).on('timeout', end);
  });
}
