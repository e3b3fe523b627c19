import {
  defaultRangeExtractor,
  observeWindowOffset,
  observeWindowRect,
  type Range,
  Virtualizer,
  windowScroll,
} from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useCallback, useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks';
import { mostAdded, rowsToDraw } from './rows-to-draw';

/** About the height of a row, in px, until it is measured. */
const estimatedHeight = 160;

/** The space between two rows, in px. */
const gap = 12;

/** How many rows are drawn beyond each edge of the window, so that Tab reaches the next one. */
const overscan = 8;

/** A row that is drawn. */
export interface DrawnRow {
  readonly index: number;
  /** Where it begins in the list, in px. */
  readonly top: number;
}

/** The rows of a list that are in the window, and a few more. */
export interface VirtualRows {
  readonly drawn: readonly DrawnRow[];
  /** The height of the whole list, in px. */
  readonly height: number;
  /** Measures the element of a row now and whenever its size changes; its `data-index` names the row. */
  readonly measure: (element: HTMLElement | null) => void;
  /** Scrolls a row to the middle of the window. */
  readonly scrollTo: (index: number) => void;
}

/** A frame of the page, and the rows that were added in it. */
interface Frame {
  readonly time: CSSNumberish | null;
  readonly added: number;
}

/**
 * Draws a list of thousands of rows, of which the window scrolls only a few into view.
 *
 * @param keys of all rows, in order; the same array as long as they are the same
 * @param isPinned whether a row is drawn wherever it is, because it has the focus or a player
 * @param list the element of the list, whose place on the page may change
 */
export function useVirtualRows(
  keys: readonly string[],
  isPinned: (key: string) => boolean,
  list: RefObject<HTMLElement | null>,
): VirtualRows {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const [margin, setMargin] = useState(0);
  const getItemKey = useCallback((index: number) => keys[index] ?? index, [keys]);
  const options = {
    count: keys.length,
    getItemKey,
    getScrollElement: () => window,
    estimateSize: () => estimatedHeight,
    observeElementRect: observeWindowRect,
    observeElementOffset: observeWindowOffset,
    scrollToFn: windowScroll,
    rangeExtractor: (range: Range) => withPinned(defaultRangeExtractor(range), keys, isPinned),
    initialRect: { width: innerWidth, height: innerHeight },
    scrollMargin: margin,
    overscan,
    gap,
    onChange: () => redraw(undefined),
  };
  const [virtualizer] = useState(() => new Virtualizer<Window, HTMLElement>(options));
  virtualizer.setOptions(options);
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());

  useLayoutEffect(() => {
    // Alerts and the like come and go above the list.
    const observer = new ResizeObserver(() => {
      const { current } = list;
      if (current !== null) setMargin(Math.round(current.getBoundingClientRect().top + scrollY));
    });
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [list]);

  const wanted = virtualizer.getVirtualItems().map(({ index, start, end }) => {
    const key = keys[index] ?? '';
    const isInSight = end > scrollY && start < scrollY + innerHeight;
    return { key, index, top: start - margin, isUrgent: isInSight || isPinned(key) };
  });
  const before = useRef<ReadonlySet<string> | undefined>(undefined);
  const frame = useRef<Frame>({ time: null, added: 0 });
  // A scroll and the sizes of new rows make it draw several times in a frame.
  const time = document.timeline.currentTime;
  const added = frame.current.time === time ? frame.current.added : 0;
  const drawn = rowsToDraw(wanted, before.current, Math.max(0, mostAdded - added));
  const isPartial = drawn.length < wanted.length;
  useLayoutEffect(() => {
    const more = drawn.filter(({ key }) => before.current?.has(key) !== true).length;
    frame.current = { time, added: added + more };
    // A frame without room for the rows that are wanted draws none: the next one still adds only a few.
    if (before.current !== undefined || drawn.length > 0)
      before.current = new Set(drawn.map(({ key }) => key));
  });
  useLayoutEffect(() => {
    if (!isPartial) return;
    const next = requestAnimationFrame(() => redraw(undefined));
    return () => cancelAnimationFrame(next);
  });

  return {
    drawn,
    height: virtualizer.getTotalSize(),
    measure: virtualizer.measureElement,
    scrollTo: useCallback(
      (index: number) => virtualizer.scrollToIndex(index, { align: 'center' }),
      [virtualizer],
    ),
  };
}

/** In order: screen readers and Tab follow the elements. */
function withPinned(
  indices: readonly number[],
  keys: readonly string[],
  isPinned: (key: string) => boolean,
): number[] {
  const all = new Set(indices);
  for (const [index, key] of keys.entries()) if (isPinned(key)) all.add(index);
  return [...all].sort((one, other) => one - other);
}

/** The same array as long as its items are the same. */
export function useStable<T>(items: readonly T[]): readonly T[] {
  const known = useRef(items);
  const isSame =
    known.current.length === items.length && items.every((item, index) => item === known.current[index]);
  if (!isSame) known.current = items;
  return known.current;
}
