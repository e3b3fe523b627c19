import { expect, it } from 'vitest';
import { createSessionStore } from '../extension/store';
import { createMemoryArea } from '../extension/testing/memory-area';
import { createTabLook, type TabButton } from './tab-look';

const normal = { title: 'Timeslice', color: 'red' };
const looks = {
  refused: { text: '!', title: 'Refused', color: 'red' },
  ready: { text: 'GO', title: 'Ready', color: 'green' },
} as const;

/** A browser's button, and the memory that outlives a service worker. */
function setUp() {
  const tabs = new Map<number, Record<string, unknown>>();
  const change = async (tabId: number, values: Record<string, unknown>) => {
    if (tabId === gone) throw new Error(`No tab with id: ${tabId}.`);
    tabs.set(tabId, { ...tabs.get(tabId), ...values });
  };
  const button: TabButton = {
    setBadgeText: (tabId, text) => change(tabId, { text: text ?? '' }),
    setStyle: (tabId, style) => change(tabId, { ...style }),
    setOpensPopup: (tabId, opensPopup) => change(tabId, { opensPopup }),
  };
  const store = createSessionStore(createMemoryArea());
  return { tabs, store, button, show: createTabLook({ store, button, looks }) };
}

const gone = 404;
const none = { refused: undefined, ready: undefined };
const ready = (tabId: number, at = 1) => ({ refused: undefined, ready: { tabId, at } });
const refused = (tabId: number, at = 1) => ({ refused: { tabId, at }, ready: undefined });
const drawn = { ...looks.ready, opensPopup: false };
const usual = { ...normal, text: '', opensPopup: true };

it('is drawn on a tab that is ready, and taken back', async () => {
  const { tabs, show } = setUp();
  await show(ready(7), normal);
  expect(tabs.get(7)).toEqual(drawn);
  await show(none, normal);
  expect(tabs.get(7)).toEqual(usual);
});

it('moves to another tab', async () => {
  const { tabs, show } = setUp();
  await show(ready(7), normal);
  await show(ready(8), normal);
  expect(tabs.get(7)).toEqual(usual);
  expect(tabs.get(8)).toEqual(drawn);
  await show(refused(7), normal);
  expect(tabs.get(8)).toEqual(usual);
  expect(tabs.get(7)).toEqual({ ...looks.refused, opensPopup: true });
});

it.each([
  ['ready', ready, drawn],
  ['refused', refused, looks.refused],
] as const)(
  'is not drawn again on a %s tab where the browser has dropped it, also by a new service worker',
  async (_, tab, look) => {
    const { tabs, store, button, show } = setUp();
    await show(tab(7), normal);
    expect(tabs.get(7)).toEqual(look);
    tabs.clear();
    await show(tab(7), normal);
    await createTabLook({ store, button, looks })(tab(7), normal);
    expect(tabs.size).toBe(0);
    await show(tab(7, 2), normal);
    expect(tabs.get(7), 'the user has asked once more').toEqual(look);
  },
);

it('is drawn again if it was never whole', async () => {
  const { tabs, button, store, show } = setUp();
  const dies = () => new Promise<void>(() => undefined);
  void createTabLook({ store, button: { ...button, setOpensPopup: dies }, looks })(ready(7), normal);
  await expect.poll(() => tabs.get(7)).toMatchObject({ title: 'Ready' });
  await show(ready(7), normal);
  expect(tabs.get(7)).toEqual(drawn);
});

it('does without a tab that is gone', async () => {
  const { tabs, show } = setUp();
  await show(ready(gone), normal);
  await show(ready(7), normal);
  expect(tabs.get(7)).toEqual(drawn);
});
