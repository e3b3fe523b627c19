import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';

/** Serves one file at a time, as a player asks for it. */
export interface FileServer {
  /** A page with nothing but a video of that file. */
  show(file: string): string;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  '.mp4': 'video/mp4',
  '.m4a': 'audio/mp4',
  '.gif': 'image/gif',
  '.png': 'image/png',
};

/** Starts a server for players that know neither the extension nor its `blob:` addresses. */
export async function openFileServer(): Promise<FileServer> {
  let served = '';
  let shown = 0;
  const server = createServer(async (request, response) => {
    if (!request.url?.startsWith('/video')) {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(
        `<!doctype html><title>Player</title><video src="/video${shown}" muted preload="auto"></video>`,
      );
      return;
    }
    const { size } = await stat(served);
    const [, first = '0', last = ''] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
    const start = Number(first);
    const end = last === '' ? size - 1 : Number(last);
    response.writeHead(request.headers.range === undefined ? 200 : 206, {
      'accept-ranges': 'bytes',
      'content-length': end - start + 1,
      'content-range': `bytes ${start}-${end}/${size}`,
      'content-type': types[extname(served)] ?? 'video/webm',
      'cache-control': 'no-store',
    });
    createReadStream(served, { start, end }).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    show(file) {
      served = file;
      // A player may cache an address.
      shown += 1;
      return `${origin}/`;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
