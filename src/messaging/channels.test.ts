import * as v from 'valibot';
import { expect, it, vi } from 'vitest';
import { createChannel } from './channels';

it('carries values of its type to every other end, and drops what does not parse', async () => {
  const channel = createChannel('test', v.object({ count: v.number() }));
  const listener = vi.fn();
  const end = channel.listen(listener);
  const send = channel.sender();
  const stranger = new BroadcastChannel('test');
  stranger.postMessage('two');
  stranger.postMessage({ count: 'two' });
  send({ count: 2 });
  await vi.waitFor(() => expect(listener).toHaveBeenCalledExactlyOnceWith({ count: 2 }), { timeout: 30_000 });
  end();
  stranger.close();
});
