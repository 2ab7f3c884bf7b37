import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { boundedFetch } from '../src/bounded-fetch.js';

const limits = { timeoutMs: 700, maxBytes: 65_536 };
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

test('An endless answer ends at its limit of bytes, and its connection is closed', async () => {
  let sent = 0;
  let hasClosed: () => void;
  const closed = new Promise<void>((resolve) => {
    hasClosed = resolve;
  });
  const url = await listen((_, response) => {
    const block = Buffer.alloc(16_384, 'x');
    const write = () => {
      sent += block.length;
      if (response.write(block)) setImmediate(write);
      else response.once('drain', write);
    };
    response.on('close', () => {
      hasClosed();
    });
    write();
  });
  await expect(boundedFetch(url, {}, limits)).rejects.toThrow('the answer is longer than 65536 bytes');
  await closed;
  expect(sent).toBeLessThan(50_000_000);
});

test('An answer of a byte at a time ends at its limit of time', async () => {
  const url = await listen((_, response) => {
    const drip = setInterval(() => response.write('x'), 50);
    response.on('close', () => {
      clearInterval(drip);
    });
  });
  const start = performance.now();
  await expect(boundedFetch(url, {}, limits)).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(performance.now() - start).toBeLessThan(5_000);
});

test.each([301, 302, 307, 308])('A redirect (%i) is not followed', async (status) => {
  let visits = 0;
  const elsewhere = await listen((_, response) => {
    visits += 1;
    response.end();
  });
  const url = await listen((_, response) => {
    response.writeHead(status, { location: elsewhere }).end();
  });
  expect((await boundedFetch(url, { method: 'POST', body: 'secret' }, limits)).status).toBe(status);
  expect(visits).toBe(0);
});
