import { tinykeys } from 'tinykeys';

/** What the keys of a player do. */
export interface KeyActions {
  readonly toggle: () => void;
  /** In ms; negative: back. */
  readonly seekBy: (ms: number) => void;
  readonly toStart: () => void;
  readonly toEnd: () => void;
  readonly previousFrame: () => void;
  readonly nextFrame: () => void;
  readonly changeSpeed: (direction: 1 | -1) => void;
  readonly fullScreen: () => void;
  readonly mute: () => void;
  readonly setIn: () => void;
  readonly setOut: () => void;
  readonly clearSelection: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
}

/** How far an arrow goes, and J and L, in ms. */
const stepMs = { arrow: 5000, jump: 10_000 } as const;

/** Listens to the keys of a player, as people know them from others. @returns stops it */
export function listenToKeys(target: HTMLElement, actions: KeyActions): () => void {
  const bindings: Record<string, (event: KeyboardEvent) => void> = {};
  /** @param repeats whether it does it again and again while the key is held */
  const bind = (keys: readonly string[], action: () => void, repeats = false) => {
    for (const key of keys) {
      bindings[key] = (event) => {
        // A second name of the same key.
        if (event.defaultPrevented || isAnotherLetter(key, event)) return;
        event.preventDefault();
        if (repeats || !event.repeat) action();
      };
    }
  };
  bind(['Space', 'k', 'KeyK'], actions.toggle);
  bind(['j', 'KeyJ'], () => actions.seekBy(-stepMs.jump), true);
  bind(['l', 'KeyL'], () => actions.seekBy(stepMs.jump), true);
  bind(['ArrowLeft'], () => actions.seekBy(-stepMs.arrow), true);
  bind(['ArrowRight'], () => actions.seekBy(stepMs.arrow), true);
  bind(['Home'], actions.toStart);
  bind(['End'], actions.toEnd);
  bind([',', 'Comma'], actions.previousFrame, true);
  bind(['.', 'Period'], actions.nextFrame, true);
  bind(['[', 'BracketLeft'], () => actions.changeSpeed(-1));
  bind([']', 'BracketRight'], () => actions.changeSpeed(1));
  bind(['f', 'KeyF'], actions.fullScreen);
  bind(['m', 'KeyM'], actions.mute);
  bind(['i', 'KeyI'], actions.setIn);
  bind(['o', 'KeyO'], actions.setOut);
  bind(['Escape'], actions.clearSelection);
  bind(['$mod+z', '$mod+KeyZ'], actions.undo, true);
  bind(['$mod+Shift+z', '$mod+Shift+KeyZ', '$mod+y', '$mod+KeyY'], actions.redo, true);
  return tinykeys(target, bindings, { ignore: isTaken });
}

/** Whether the place of a key was pressed on a keyboard that has another Latin letter there. */
function isAnotherLetter(name: string, { key }: KeyboardEvent): boolean {
  const letter = /Key([A-Z])$/.exec(name)?.[1];
  return letter !== undefined && /^[a-z]$/i.test(key) && key.toUpperCase() !== letter;
}

/** A text field, a select, a button and a summary need some of these keys themselves. */
function isTaken({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof Element)) return true;
  if (target.closest('select, dialog, input:not([type="range"]), [data-own-keys]') !== null) return true;
  return target.closest('button, summary') !== null && key === ' ';
}
