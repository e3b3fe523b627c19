import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type KeyActions, listenToKeys } from './keys';

/** An element whose ancestors match these selectors. */
class Place extends EventTarget {
  readonly inside: readonly string[];
  constructor(inside: readonly string[] = []) {
    super();
    this.inside = inside;
  }
  closest(selectors: string) {
    return selectors.split(', ').some((selector) => this.inside.includes(selector)) ? this : null;
  }
}

const names = [
  'toggle',
  'seekBy',
  'toStart',
  'toEnd',
  'previousFrame',
  'nextFrame',
  'changeSpeed',
  'fullScreen',
  'mute',
  'setIn',
  'setOut',
  'clearSelection',
  'undo',
  'redo',
] as const satisfies (keyof KeyActions)[];

beforeEach(() => vi.stubGlobal('Element', Place));
afterEach(() => vi.unstubAllGlobals());

function setUp(place = new Place()) {
  const done: string[] = [];
  const actions = Object.fromEntries(
    names.map((name) => [
      name,
      (value?: number) => void done.push(value === undefined ? name : `${name} ${value}`),
    ]),
  ) as unknown as KeyActions;
  const stop = listenToKeys(place as unknown as HTMLElement, actions);
  const press = (key: string, code: string, change: object = {}) => {
    const event = Object.assign(new Event('keydown', { cancelable: true }), {
      key,
      code,
      repeat: false,
      getModifierState: (name: string) => name === (change as { modifier?: string }).modifier,
      ...change,
    });
    place.dispatchEvent(event);
    return event.defaultPrevented;
  };
  return { done, press, stop };
}

describe('the keys of a player', () => {
  it('do what people know from others', () => {
    const { done, press } = setUp();
    for (const [key, code] of [
      [' ', 'Space'],
      ['k', 'KeyK'],
      ['J', 'KeyJ'],
      ['l', 'KeyL'],
      ['ArrowLeft', 'ArrowLeft'],
      ['ArrowRight', 'ArrowRight'],
      [',', 'Comma'],
      ['.', 'Period'],
      ['[', 'BracketLeft'],
      [']', 'BracketRight'],
      ['f', 'KeyF'],
      ['m', 'KeyM'],
      ['i', 'KeyI'],
      ['o', 'KeyO'],
      ['Home', 'Home'],
      ['End', 'End'],
      ['Escape', 'Escape'],
    ] as const)
      expect(press(key, code), key).toBe(true);
    expect(done).toEqual([
      'toggle',
      'toggle',
      'seekBy -10000',
      'seekBy 10000',
      'seekBy -5000',
      'seekBy 5000',
      'previousFrame',
      'nextFrame',
      'changeSpeed -1',
      'changeSpeed 1',
      'fullScreen',
      'mute',
      'setIn',
      'setOut',
      'toStart',
      'toEnd',
      'clearSelection',
    ]);
  });

  it('are the same places on a Cyrillic keyboard, and the same letters on a Dvorak one', () => {
    const { done, press } = setUp();
    press('ш', 'KeyI');
    press('б', 'Comma');
    press('x', 'BracketLeft');
    expect(press('c', 'KeyI')).toBe(false);
    press('i', 'KeyG');
    expect(done).toEqual(['setIn', 'previousFrame', 'changeSpeed -1', 'setIn']);
  });

  it('go on while they are held where that makes sense, and never scroll the page', () => {
    const { done, press } = setUp();
    for (const [key, code] of [
      [' ', 'Space'],
      ['f', 'KeyF'],
      ['ArrowRight', 'ArrowRight'],
      ['.', 'Period'],
    ] as const)
      expect(press(key, code, { repeat: true })).toBe(true);
    expect(done).toEqual(['seekBy 5000', 'nextFrame']);
  });

  it('leave Space to what opens a list', () => {
    const { done, press } = setUp(new Place(['summary']));
    expect(press(' ', 'Space')).toBe(false);
    expect(done).toEqual([]);
  });

  it('belong to a field or a button that has the focus', () => {
    for (const inside of ['select', 'dialog', '[data-own-keys]']) {
      const { done, press } = setUp(new Place([inside]));
      press('ArrowRight', 'ArrowRight');
      expect(done).toEqual([]);
    }
    const { done, press } = setUp(new Place(['button']));
    press(' ', 'Space');
    press('i', 'KeyI');
    expect(done).toEqual(['setIn']);
  });

  it('are heard until the player closes', () => {
    const { done, press, stop } = setUp();
    stop();
    press('i', 'KeyI');
    expect(done).toEqual([]);
  });
});
