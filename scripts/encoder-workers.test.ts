import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { workerText } from './encoder-workers';

const { resolve } = createRequire(import.meta.url);

describe('the worker of an encoder', () => {
  it.each(['@mediabunny/aac-encoder', '@mediabunny/mp3-encoder'])('is found in %s', (module) => {
    const text = workerText(readFileSync(resolve(module), 'utf8'));
    // It is a script that compiles.
    expect(() => new Function(text)).not.toThrow();
    expect(text.includes('WebAssembly.instantiate'), 'it runs WebAssembly').toBe(true);
  });

  it('that is started in another way fails the build', () => {
    expect(() => workerText('return new Worker(url);')).toThrow('another way');
  });

  it('is the text that the literal stands for', () => {
    expect(workerText(String.raw`return inlineWorker('it\'s "\\n"');`)).toBe(String.raw`it's "\n"`);
  });
});
