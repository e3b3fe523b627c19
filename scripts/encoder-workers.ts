import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

/** mediabunny's encoders, and the files that their workers become. */
const encoders = [
  { name: 'mediabunny-aac-encoder', module: '@mediabunny/aac-encoder', file: 'assets/aac-encoder-worker.js' },
  { name: 'mediabunny-mp3-encoder', module: '@mediabunny/mp3-encoder', file: 'assets/mp3-encoder-worker.js' },
] as const;

/** The one call that starts a worker from its text: the text is a literal. */
const inlined = /return inlineWorker\((["'`])((?:\\[\s\S]|(?!\1)[^\\])*)\1\);/;

/** The text of the worker in a module of an encoder. @throws Error if it isn't there any more */
export function workerText(code: string): string {
  const literal = inlined.exec(code);
  if (literal === null) throw new Error('An encoder starts its worker in another way than before');
  const [, quote, body] = literal;
  // A literal of JavaScript, not JSON: it may have other quotes and escapes.
  return new Function(`return ${quote}${body}${quote};`)() as string;
}

/**
 * Makes the encoders start their workers from files. They would start them from `blob:` URLs, which the content security
 * policy of an extension can't allow: with `blob:` in it, the extension doesn't load.
 */
export function startWorkersFromFiles(): Plugin {
  return {
    name: 'timeslice:start-workers-from-files',
    transform(code, id) {
      const encoder = encoders.find(({ name }) => id.includes(`${name}.mjs`));
      if (encoder === undefined) return undefined;
      workerText(code);
      const start = `return new Worker(new URL('/${encoder.file}', self.location.origin));`;
      return { code: code.replace(inlined, () => start), map: null };
    },
  };
}

/**
 * Added to each worker: collects its garbage after every 4 MiB of sound, as `export/garbage` does. Little else is allocated
 * there, so encoded sound would stay until it is 64 MB. The heap is small too, and collecting is quick.
 */
export const collector = `
let heard = 0;
self.addEventListener('message', ({ data }) => {
  heard += data.command?.data?.audioData?.byteLength ?? 0;
  if (heard < 2 ** 22) return;
  heard = 0;
  try { new ArrayBuffer(2 ** 27); } catch {}
});
`;

/** Writes the files of those workers. */
export function emitWorkerFiles(): Plugin {
  const { resolve } = createRequire(import.meta.url);
  return {
    name: 'timeslice:emit-worker-files',
    generateBundle() {
      for (const { module, file } of encoders) {
        const source = workerText(readFileSync(resolve(module), 'utf8')) + collector;
        this.emitFile({ type: 'asset', fileName: file, source });
      }
    },
  };
}
