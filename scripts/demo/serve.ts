import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' };

/** Serves the demo page on localhost. */
export interface DemoServer {
  /** The address of the page. With `sound`, it plays without a click, if the browser allows that. */
  url(options?: { readonly sound?: boolean; readonly title?: string }): string;
  close(): void;
}

/** Serves this folder on a free port. */
export async function serveDemo(): Promise<DemoServer> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = path.join(import.meta.dirname, path.basename(pathname));
    const type = types[path.extname(file)];
    if (type === undefined || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8` });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url({ sound = false, title } = {}) {
      const query = new URLSearchParams({ ...(sound && { sound: '' }), ...(title && { title }) });
      return new URL(query.size > 0 ? `?${query}` : '', `http://127.0.0.1:${port}/demo.html`).href;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
