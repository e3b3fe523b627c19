import { computed, type ReadonlySignal, signal } from '@preact/signals';
import {
  append,
  type Edit,
  keepSpan,
  recordingsOf,
  removeSpan,
  type Span,
  splitAt,
  uncut,
} from '../domain/edit';

/** Where a selection begins and ends, in ms; either may not be set yet. */
export interface Selection {
  readonly inMs?: number;
  readonly outMs?: number;
}

/** A cut in progress. Times are in ms of the recording's file; the end of the recording is infinite. */
export interface Cutting {
  readonly edit: ReadonlySignal<Edit>;
  readonly selection: ReadonlySignal<Selection>;
  /** The selected span; a side that isn't set is the recording's end. `undefined` if nothing is selected. */
  readonly selected: ReadonlySignal<Span | undefined>;
  readonly isChanged: ReadonlySignal<boolean>;
  readonly canUndo: ReadonlySignal<boolean>;
  readonly canRedo: ReadonlySignal<boolean>;
  /** The spans of each recording that would be saved. */
  readonly recordings: ReadonlySignal<readonly (readonly Span[])[]>;
  /** The recordings that were added after this one. */
  readonly added: ReadonlySignal<readonly string[]>;
  /** What was just saved, until the next action: the cut, or an earlier one if it was edited while that was saved. */
  readonly saved: ReadonlySignal<'cut' | 'earlier cut' | undefined>;
  /** Sets where the selection begins; an end before it is forgotten. */
  setIn(ms: number): void;
  setOut(ms: number): void;
  /** Selects nothing. */
  clear(): void;
  /** Keeps the selection alone. @returns whether that changed something, as the next two */
  keep(): boolean;
  remove(): boolean;
  split(atMs: number): boolean;
  /** Adds a recording at the end, which begins there in the file of all of them, in ms. */
  append(id: string, atMs: number): void;
  undo(): void;
  redo(): void;
  /** Starts over after a cut was saved; that can be undone. */
  startAgain(): void;
  /** Keeps the cut after an earlier one was saved, and says so in {@link saved}. */
  keepAfterSave(): void;
}

/** A step that can be undone. */
interface State {
  readonly edit: Edit | undefined;
  readonly selection: Selection;
  readonly added: readonly string[];
}

/** Nothing is cut yet. */
export function createCutting(): Cutting {
  const now = signal<State>({ edit: undefined, selection: {}, added: [] });
  const past = signal<readonly State[]>([]);
  const future = signal<readonly State[]>([]);
  const saved = signal<Cutting['saved']['value']>(undefined);
  const edit = computed(() => now.value.edit ?? uncut);
  const selected = computed(() => {
    const { inMs, outMs } = now.value.selection;
    if (inMs === undefined && outMs === undefined) return undefined;
    return { startMs: inMs ?? 0, endMs: outMs ?? Number.POSITIVE_INFINITY };
  });

  const select = (selection: Selection) => {
    saved.value = undefined;
    now.value = { ...now.value, selection };
  };
  const go = (next: State) => {
    saved.value = undefined;
    past.value = [...past.value, now.value];
    future.value = [];
    now.value = next;
  };
  const change = (next: Edit | undefined): boolean => {
    if (next === undefined) return false;
    go({ ...now.value, edit: next, selection: {} });
    return true;
  };
  const move = (from: typeof past, to: typeof past) => {
    const state = from.value.at(-1);
    if (state === undefined) return;
    saved.value = undefined;
    from.value = from.value.slice(0, -1);
    to.value = [...to.value, now.value];
    now.value = state;
  };

  return {
    edit,
    selected,
    selection: computed(() => now.value.selection),
    saved,
    added: computed(() => now.value.added),
    isChanged: computed(() => now.value.edit !== undefined || now.value.added.length > 0),
    canUndo: computed(() => past.value.length > 0),
    canRedo: computed(() => future.value.length > 0),
    recordings: computed(() => recordingsOf(edit.value)),
    setIn(inMs) {
      const { outMs } = now.value.selection;
      select(outMs === undefined || outMs <= inMs ? { inMs } : { inMs, outMs });
    },
    setOut(outMs) {
      const { inMs } = now.value.selection;
      select(inMs === undefined || inMs >= outMs ? { outMs } : { inMs, outMs });
    },
    clear: () => select({}),
    keep: () => selected.value !== undefined && change(keepSpan(edit.value, selected.value)),
    remove: () => selected.value !== undefined && change(removeSpan(edit.value, selected.value)),
    split: (atMs) => change(splitAt(edit.value, atMs)),
    append(id, atMs) {
      const { edit: before, added } = now.value;
      go({ ...now.value, edit: before && append(before, atMs), added: [...added, id] });
    },
    undo: () => move(past, future),
    redo: () => move(future, past),
    startAgain() {
      go({ edit: undefined, selection: {}, added: [] });
      saved.value = 'cut';
    },
    keepAfterSave() {
      saved.value = 'earlier cut';
    },
  };
}
