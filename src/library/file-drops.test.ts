import { expect, it } from 'vitest';
import { followDrops } from './file-drops';

/** A window as an element sees it that stops the way of an event: only what captures it hears it. */
function setUp() {
  const heard: { name: string; listener: (event: object) => void; captures: boolean }[] = [];
  const addEventListener = (
    name: string,
    listener: (event: object) => void,
    options?: { capture?: boolean },
  ) => heard.push({ name, listener, captures: options?.capture === true });
  let isOver = false;
  const deps = {
    setOver(is: boolean) {
      isOver = is;
    },
    open: () => undefined,
  };
  // The only method that is used.
  followDrops(deps, { addEventListener } as unknown as Window);
  const event = { dataTransfer: { types: ['Files'] }, preventDefault: () => undefined };
  return {
    isOver: () => isOver,
    say(name: string, { onlyCaptured = false } = {}) {
      for (const each of heard)
        if (each.name === name && (each.captures || !onlyCaptured)) each.listener(event);
    },
  };
}

it('takes the hint away even if a player keeps the drop to itself', () => {
  const { isOver, say } = setUp();
  say('dragenter');
  expect(isOver()).toBe(true);
  say('drop', { onlyCaptured: true });
  expect(isOver()).toBe(false);
});
