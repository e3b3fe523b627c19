import { fileURLToPath } from 'node:url';
import type { CDPSession, Page } from '@playwright/test';
import { build } from 'vite';
import type { experiments } from './lab/main';

type Experiments = typeof experiments;

/** The product's own code, running in a page of the extension: see `lab/main.ts`. */
export interface Lab {
  /** Runs an experiment there. Arguments and result are copied as JSON. */
  run<Name extends keyof Experiments>(
    name: Name,
    ...args: Parameters<Experiments[Name]>
  ): Promise<Awaited<ReturnType<Experiments[Name]>>>;
}

const entry = fileURLToPath(new URL('lab/main.ts', import.meta.url));
let bundled: Promise<string> | undefined;

/** Injects the code into a page, which can't load it because of the content security policy. */
export async function openLab(page: Page): Promise<Lab> {
  bundled ??= bundle();
  const session = await page.context().newCDPSession(page);
  await evaluate(session, await bundled);
  return {
    run: async (name, ...args) => {
      const call = `timesliceLab.experiments[${JSON.stringify(name)}](...${JSON.stringify(args)})`;
      return (await evaluate(session, call)) as never;
    },
  };
}

async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'timesliceLab' } },
  });
  const [output] = Array.isArray(built) ? built : [built];
  if (output === undefined || !('output' in output)) throw new Error('There is no bundle');
  return output.output[0].code;
}

async function evaluate(session: CDPSession, expression: string): Promise<unknown> {
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression,
    awaitPromise: true,
    returnByValue: true,
  });
  if (exceptionDetails !== undefined) {
    throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  }
  return result.value;
}
