import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { collector, workerText } from './encoder-workers';

const { resolve } = createRequire(import.meta.url);

/** The command of a message, whatever it is called there, and the sound in it. */
const fields = /\bcommand:\s*([\w$]+)[\s\S]*\b\1\.data\.audioData\b/;

describe('the worker of an encoder', () => {
  it.each(['@mediabunny/aac-encoder', '@mediabunny/mp3-encoder'])('is found in %s', (module) => {
    const text = workerText(readFileSync(resolve(module), 'utf8'));
    // It is a script that compiles.
    expect(() => new Function(text)).not.toThrow();
    expect(text.includes('WebAssembly.instantiate'), 'it runs WebAssembly').toBe(true);
    // The collector reads the same fields.
    expect(fields.test(text), 'it takes the sound from command.data.audioData').toBe(true);
  });

  it('collects its garbage after 4 MiB of sound', () => {
    const created: number[] = [];
    let listen: (event: unknown) => void = () => undefined;
    const self = { addEventListener: (_: string, listener: typeof listen) => (listen = listener) };
    class Buffer {
      constructor(bytes: number) {
        created.push(bytes);
      }
    }
    new Function('self', 'ArrayBuffer', collector)(self, Buffer);
    const encode = (byteLength: number) =>
      listen({ data: { command: { type: 'encode', data: { audioData: { byteLength } } } } });
    listen({ data: { command: { type: 'flush' } } });
    listen({ data: {} });
    encode(2 ** 22 - 1);
    expect(created).toEqual([]);
    encode(1);
    encode(1);
    expect(created).toEqual([2 ** 27]);
  });

  it('that is started in another way fails the build', () => {
    expect(() => workerText('return new Worker(url);')).toThrow('another way');
  });

  it('is the text that the literal stands for', () => {
    expect(workerText(String.raw`return inlineWorker('it\'s "\\n"');`)).toBe(String.raw`it's "\n"`);
  });
});
