import { expect, it, vi } from 'vitest';
import { followReadyTab, followRefusedTab } from './ready-tab';

function setUp() {
  const listeners = new Set<string>();
  const seen: { activate?: (tabId: number) => void; navigate?: () => void; timer?: () => void; ms?: number } =
    {};
  const listen = (name: string) => {
    listeners.add(name);
    return () => void listeners.delete(name);
  };
  const over = vi.fn();
  const follow = followReadyTab({
    onActivated(listener) {
      seen.activate = listener;
      return listen('activated');
    },
    onNavigated(_tabId, listener) {
      seen.navigate = listener;
      return listen('navigated');
    },
    keepAwake: () => listen('awake'),
    later(ms, task) {
      seen.ms = ms;
      seen.timer = task;
      return listen('timer');
    },
    over,
  });
  return { listeners, seen, over, follow };
}

it('ends when the user goes to another tab, the tab to another page, or its time is over', () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 100_000 });
  const { seen, over, follow } = setUp();
  follow({ tabId: 7, at: 90_000 });
  expect(seen.ms, 'what is left of a minute').toBe(50_000);
  seen.activate?.(7);
  expect(over).not.toHaveBeenCalled();
  seen.activate?.(8);
  seen.navigate?.();
  seen.timer?.();
  expect(over.mock.calls).toEqual(Array(3).fill([{ tabId: 7, at: 90_000 }]));
  vi.useRealTimers();
});

it('listens while a tab waits, and leaves nothing behind', () => {
  const { listeners, follow } = setUp();
  follow(undefined);
  expect(listeners.size).toBe(0);
  follow({ tabId: 7, at: 0 });
  follow({ tabId: 7, at: 0 });
  expect(listeners).toEqual(new Set(['activated', 'navigated', 'awake', 'timer']));
  follow(undefined);
  expect(listeners.size).toBe(0);
});

it('follows the tab of a refusal until that is over', () => {
  const open = new Map<number, () => void>();
  const over = vi.fn();
  const follow = followRefusedTab((tabId, listener) => {
    open.set(tabId, listener);
    return () => void open.delete(tabId);
  }, over);
  follow(7);
  follow(7);
  open.get(7)?.();
  expect(over).toHaveBeenCalledOnce();
  follow(8);
  expect([...open.keys()]).toEqual([8]);
  follow(undefined);
  expect(open.size).toBe(0);
});
