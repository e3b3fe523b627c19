import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

/** A web site for the tests, on this machine. */
export interface Site {
  readonly origin: string;
  /**
   * A page that never stands still: it paints a frame counter and a clock, and beeps and flashes every second. See
   * `site/moving.html`.
   */
  readonly moving: string;
  /** The same without sound. */
  readonly silent: string;
  /** The same, painting at distances from one frame of the screen to 900 ms. */
  readonly uneven: string;
  /** A page on which nothing ever changes. */
  readonly still: string;
  /** A page that plays a steady tone at full scale, of so many hertz. */
  tone(hertz: number): string;
  /** The requests under `/open`, which any origin may send: method or `websocket`, and path. */
  readonly hits: readonly string[];
  close(): Promise<void>;
}

const files: Readonly<Record<string, string>> = {
  '/moving': 'moving.html',
  '/still': 'still.html',
  '/tone': 'tone.html',
  '/colors': 'colors.html',
  '/text': 'text.html',
};

/**
 * Starts the site.
 *
 * @param everyFrame whether the moving page paints each frame of the screen, or about 15 fps, which takes less of the
 *   processor's time for a recording of it
 */
export async function openSite(everyFrame: boolean): Promise<Site> {
  const hits: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    const file = files[pathname];
    if (pathname.startsWith('/open')) {
      hits.push(`${request.method} ${pathname}`);
      response.setHeader('access-control-allow-origin', '*');
      response.setHeader('access-control-allow-headers', '*');
      response.setHeader('content-type', 'image/svg+xml');
      response.end('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>');
    } else if (file !== undefined) {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      readFile(new URL(`site/${file}`, import.meta.url)).then((body) => response.end(body));
    } else {
      response.statusCode = 404;
      response.end();
    }
  });
  const sockets = new Set<Duplex>();
  server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    hits.push(`websocket ${request.url}`);
    sockets.add(socket);
    acceptWebSocket(request, socket);
  });
  const origin = await listen(server);
  return {
    origin,
    moving: `${origin}/moving${everyFrame ? '' : '?sparing'}`,
    uneven: `${origin}/moving?uneven`,
    silent: `${origin}/moving?silent${everyFrame ? '' : '&sparing'}`,
    still: `${origin}/still`,
    tone: (hertz) => `${origin}/tone?hertz=${hertz}`,
    hits,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Performs the handshake of RFC 6455 (4.2.2), so that a socket that gets through really opens. */
function acceptWebSocket(request: IncomingMessage, socket: Duplex): void {
  const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  const accept = createHash('sha1').update(key).digest('base64');
  const headers = ['Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${accept}`];
  socket.on('error', () => socket.destroy());
  socket.write(`HTTP/1.1 101 Switching Protocols\r\n${headers.join('\r\n')}\r\n\r\n`);
}
