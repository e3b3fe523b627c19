import { describe, expect, expectTypeOf, it } from 'vitest';
import { fail, ok, type Result } from '../domain/failure';
import { defaultOptions } from '../domain/options';
import { inactive } from '../domain/session';
import type { RecorderSnapshot } from '../domain/snapshot';
import type { Status } from './calls';
import { createCall, done, type Handlers, type Listener, type Sender, serve, type Transport } from './rpc';

const snapshot: RecorderSnapshot = { revision: [1, 0, 1], session: inactive };

/** Two contexts of one extension, and anyone else who can send a message. */
function createBus(sender: Sender = { id: 'us' }) {
  const listeners: Listener[] = [];
  const transport: Transport = {
    send: (message) =>
      new Promise((resolve) => {
        const wire = structuredClone(message);
        const answered = listeners.filter((listener) => listener(wire, sender, resolve) === true);
        if (answered.length === 0) resolve(undefined);
      }),
    listen: (listener) => void listeners.push(listener),
    isOurs: ({ id }) => id === 'us',
  };
  return { transport, listeners };
}

const handlers: Handlers<'recorder'> = {
  start: async () => fail('already-recording', 'InvalidStateError'),
  stop: async () => done,
  pause: async () => done,
  resume: async () => {
    throw new DOMException('no', 'NotAllowedError');
  },
  requestData: async () => done,
  adjust: async () => done,
  tabChanged: async () => done,
  dismiss: async () => done,
  forgetRescue: async () => done,
  download: async () => done,
  makeCopies: async () => done,
  status: async () => ok(snapshot),
};

describe('call and serve', () => {
  it('carry a value, and a failure with its code', async () => {
    const { transport } = createBus();
    serve(transport, 'recorder', handlers);
    const call = createCall(transport);
    expect(await call('recorder', 'status')).toEqual(ok(snapshot));
    expect(await call('recorder', 'stop')).toEqual(done);
    expect(await call('recorder', 'start', { options: defaultOptions, name: 'x' })).toEqual(
      fail('already-recording', 'InvalidStateError'),
    );
  });

  it('turn an exception into a failure', async () => {
    const { transport } = createBus();
    serve(transport, 'recorder', handlers);
    expect(await createCall(transport)('recorder', 'resume')).toMatchObject({
      failure: { code: 'permission-denied' },
    });
  });

  it('treat silence as a failure', async () => {
    const { transport } = createBus();
    expect(await createCall(transport)('recorder', 'stop')).toEqual(fail('nobody-answered', 'recorder.stop'));
    const broken = { ...transport, send: () => Promise.reject(new Error('Receiving end does not exist')) };
    expect(await createCall(broken)('recorder', 'stop')).toMatchObject({
      failure: { code: 'nobody-answered' },
    });
    const odd = { ...transport, send: () => Promise.resolve({ ok: false }) };
    expect(await createCall(odd)('recorder', 'stop')).toMatchObject({ failure: { code: 'nobody-answered' } });
  });

  it('parse the answer: an invalid one is a failure', async () => {
    const { transport } = createBus();
    serve(transport, 'recorder', { ...handlers, status: async () => ok({ session: inactive } as never) });
    expect(await createCall(transport)('recorder', 'status')).toMatchObject({
      failure: { code: 'unexpected', detail: expect.stringContaining('recorder.status') },
    });
  });

  it('ignore messages to others, malformed ones, and those from strangers', () => {
    const { transport, listeners } = createBus();
    serve(transport, 'recorder', handlers);
    const respond = () => expect.unreachable();
    const receive = (message: unknown, sender: Sender) => listeners[0]?.(message, sender, respond);
    expect(receive({ to: 'background', name: 'stop' }, { id: 'us' })).toBeUndefined();
    expect(receive({ to: 'recorder', name: 'toString' }, { id: 'us' })).toBeUndefined();
    for (const message of [null, 'stop', {}, { to: 'recorder' }])
      expect(receive(message, { id: 'us' })).toBeUndefined();
    expect(receive({ to: 'recorder', name: 'stop' }, { id: 'a stranger' })).toBeUndefined();
  });

  it('infer arguments and answers from the protocol', () => {
    const call = createCall(createBus().transport);
    expectTypeOf(call<'recorder', 'status'>).returns.resolves.toEqualTypeOf<Result<RecorderSnapshot>>();
    expectTypeOf(call<'background', 'status'>).returns.resolves.toEqualTypeOf<Result<Status>>();
    // @ts-expect-error a plan is missing
    void call('recorder', 'start');
    // @ts-expect-error there is no such call
    void call('recorder', 'fly');
  });
});
