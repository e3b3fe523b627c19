import type { BrowserContext, CDPSession, Page } from '@playwright/test';
import { extensionId } from './extension';
import { attachTo } from './target-session';
import { send } from './targets';

const origin = `chrome-extension://${extensionId}/`;

/** Collects what the extension's pages write to the console as an error, and uncaught exceptions. */
export function collectFromPages(context: BrowserContext, complaints: string[]): void {
  const listen = (page: Page) => {
    page.on(
      'pageerror',
      (error) => page.url().startsWith(origin) && complaints.push(`${page.url()}: ${error.stack}`),
    );
    page.on('console', (message) => {
      if (message.type() !== 'error' || !page.url().startsWith(origin)) return;
      complaints.push(`${page.url()}: ${message.text()}`);
    });
  };
  context.on('page', listen);
  for (const page of context.pages()) listen(page);
}

interface Created {
  readonly targetInfo: { readonly targetId: string; readonly type: string; readonly url: string };
}

/** Collects the same from the service worker and the offscreen document, which Playwright does not show. */
export async function collectFromWorkers(cdp: CDPSession, complaints: string[]): Promise<void> {
  cdp.on('Target.targetCreated', ({ targetInfo: { targetId, url } }: Created) => {
    // A target may be gone before we can attach to it.
    if (url.startsWith(origin)) void watch(cdp, targetId, url, complaints).catch(() => undefined);
  });
  const filter = [{ type: 'background_page' }, { type: 'service_worker' }];
  await send(cdp, 'Target.setDiscoverTargets', { discover: true, filter });
}

async function watch(cdp: CDPSession, targetId: string, url: string, complaints: string[]): Promise<void> {
  const session = await attachTo(cdp, targetId);
  session.on('Runtime.exceptionThrown', (params) => {
    const { exceptionDetails } = params as {
      exceptionDetails: { text: string; exception?: { description?: string } };
    };
    const { text, exception: { description = text } = {} } = exceptionDetails;
    // The browser was quit, and refuses what was asked of it just then.
    if (description.includes('The browser is shutting down')) return;
    // A test killed the service worker: Chromium answers so to what it asked just then (extension_function_dispatcher.cc).
    if (description === 'Error: No SW') return;
    complaints.push(`${url}: ${description}`);
  });
  session.on('Runtime.consoleAPICalled', (params) => {
    const { type, args } = params as { type: string; args: { value?: unknown; description?: string }[] };
    if (type === 'error')
      complaints.push(`${url}: ${args.map((arg) => arg.value ?? arg.description).join(' ')}`);
  });
  await session.send('Runtime.enable');
}
