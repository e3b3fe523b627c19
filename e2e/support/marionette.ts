import { connect } from 'node:net';

/** Which of Firefox's two worlds a function runs in: its own windows, or the page of the current one. */
export type Context = 'chrome' | 'content';

/**
 * A connection to the Marionette of a Firefox, which reaches what WebDriver BiDi doesn't: the pages of extensions, the
 * toolbar, the questions about devices.
 *
 * @see https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
 */
export interface Marionette {
  /** Sends a command. @throws Error what Firefox answers */
  send(command: string, parameters?: object): Promise<unknown>;
  /** Runs a function there, and returns what it resolves to; both are passed as JSON. @throws Error what it threw */
  run<Args extends readonly unknown[], Seen>(
    context: Context,
    task: (...args: Args) => Seen | Promise<Seen>,
    ...args: Args
  ): Promise<Seen>;
  /** Clicks on an element, as a user does. @throws Error if there is none */
  click(context: Context, selector: string): Promise<void>;
  /** The pages that are open. */
  pages(): Promise<string[]>;
  /** Makes a page the current one, and gives it the focus. */
  goTo(page: string): Promise<void>;
  close(): void;
}

/** Longer than a busy machine takes for any task, in ms. */
const taskLimitMs = 60_000;

/** Connects, and begins a session. */
export async function openMarionette(port: number): Promise<Marionette> {
  const socket = connect(port, '127.0.0.1');
  const waiting = new Map<number, (message: readonly unknown[]) => void>();
  let buffer = Buffer.alloc(0);
  let last = 0;
  const greeted = new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.on('data', (data: Buffer) => {
      buffer = Buffer.concat([buffer, data]);
      // "length:[1, id, error, result]"; the greeting is an object.
      for (let colon = buffer.indexOf(':'); colon > 0; colon = buffer.indexOf(':')) {
        const end = colon + 1 + Number(buffer.subarray(0, colon));
        if (buffer.length < end) return;
        const message: unknown = JSON.parse(buffer.subarray(colon + 1, end).toString());
        buffer = buffer.subarray(end);
        if (Array.isArray(message)) waiting.get(message[1])?.(message);
        else resolve();
      }
    });
  });
  const closed = new Promise<never>((_, reject) => {
    socket.on('close', () => reject(new Error('Firefox has closed the connection')));
  });
  closed.catch(() => undefined);

  const send = async (command: string, parameters: object = {}): Promise<unknown> => {
    last += 1;
    const id = last;
    const text = JSON.stringify([0, id, command, parameters]);
    const answered = new Promise<readonly unknown[]>((resolve) => waiting.set(id, resolve));
    socket.write(`${Buffer.byteLength(text)}:${text}`);
    const [, , error, result] = await Promise.race([answered, closed]);
    waiting.delete(id);
    if (error !== null) throw new Error(`${command}: ${(error as { message: string }).message}`);
    return result;
  };
  const within = (context: Context) => send('Marionette:SetContext', { value: context });

  await Promise.race([greeted, closed]);
  await send('WebDriver:NewSession', { capabilities: {} });
  await send('WebDriver:SetTimeouts', { script: taskLimitMs });
  return {
    send,
    async run(context, task, ...args) {
      await within(context);
      const script = `const given = [...arguments], done = given.pop();
        (async () => (${String(task)})(...given))().then((seen) => done({ seen }), (error) => done({ error: String(error) }));`;
      const own = context === 'chrome' ? { sandbox: 'system', newSandbox: true } : { newSandbox: false };
      const { value } = (await send('WebDriver:ExecuteAsyncScript', { script, args, ...own })) as {
        value: { seen: never; error?: string };
      };
      if (value.error !== undefined) throw new Error(value.error);
      return value.seen;
    },
    async click(context, selector) {
      await within(context);
      const { value } = (await send('WebDriver:FindElement', { using: 'css selector', value: selector })) as {
        value: Record<string, string>;
      };
      await send('WebDriver:ElementClick', { id: Object.values(value)[0] });
    },
    async pages() {
      // In the other context they have other handles.
      await within('content');
      return (await send('WebDriver:GetWindowHandles')) as string[];
    },
    async goTo(page) {
      await within('content');
      await send('WebDriver:SwitchToWindow', { handle: page, focus: true });
    },
    close: () => void socket.destroy(),
  };
}
