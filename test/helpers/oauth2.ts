import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TokenRequest {
  readonly headers: IncomingHttpHeaders;
  readonly form: Record<string, string>;
}

export interface TokenAnswer {
  readonly status?: number;
  readonly body: object | string;
}

export interface TokenServer {
  readonly url: string;
  readonly requests: TokenRequest[];
  close(): Promise<void>;
}

/** Starts the token endpoint of an OAuth2 authorization server on 127.0.0.1, with responses from `answer`. */
export async function startTokenServer(
  answer: (request: TokenRequest, count: number) => TokenAnswer | Promise<TokenAnswer>,
): Promise<TokenServer> {
  const requests: TokenRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const tokenRequest = {
        headers: request.headers,
        form: Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString())),
      };
      requests.push(tokenRequest);
      void Promise.resolve(answer(tokenRequest, requests.length)).then(({ status = 200, body }) => {
        const isText = typeof body === 'string';
        response.writeHead(status, { 'content-type': isText ? 'text/html' : 'application/json' });
        response.end(isText ? body : JSON.stringify(body));
      });
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
