import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';

const probeTimeoutMs = 5_000;

/** Whether the port expects a TLS handshake as soon as a client connects. Waits up to five seconds. */
export function isTlsPort(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectTls({ host, port, rejectUnauthorized: false, timeout: probeTimeoutMs }, () => {
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

/** Reads the first line a server sends without TLS; empty if it sends none within five seconds. */
export function plainGreeting(host: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect({ host, port, timeout: probeTimeoutMs });
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
