import { type ReadonlySignal, useComputed, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Playback } from './playback';

/** Half a thumb of the slider, in px: the middle of the thumb is at the position. */
const edgePx = 8;

/** What is pointed at on a timeline. */
export interface PointedMoment {
  /** In ms; `undefined`: nothing is. */
  readonly atMs: ReadonlySignal<number | undefined>;
  /** From now on, until the focus leaves the timeline, the position counts as pointed at. */
  follow(): void;
}

/**
 * Follows what is pointed at: by the pointer, or else, while the keyboard has its focus in the timeline, by the position.
 *
 * @param plots a click into it seeks; everything else in the timeline has its own use for clicks
 */
export function usePointedMoment(
  timeline: RefObject<HTMLElement | null>,
  plots: RefObject<HTMLElement | null>,
  playback: Playback,
): PointedMoment {
  const pointedMs = useSignal<number | undefined>(undefined);
  const isFollowed = useSignal(false);
  useEffect(() => {
    const { current: element } = timeline;
    if (element === null) return;
    const listening = new AbortController();
    const listen = <Name extends keyof HTMLElementEventMap>(
      name: Name,
      listener: (event: HTMLElementEventMap[Name]) => void,
    ) => element.addEventListener(name, listener, { signal: listening.signal });
    const momentAt = ({ clientX }: PointerEvent) => {
      const { left, width } = element.getBoundingClientRect();
      const share = (clientX - left - edgePx) / Math.max(1, width - 2 * edgePx);
      return Math.min(Math.max(share, 0), 1) * playback.durationMs.peek();
    };
    listen('pointermove', (event) => {
      // A finger covers what it points at.
      if (event.pointerType !== 'touch') pointedMs.value = momentAt(event);
    });
    listen('pointerleave', () => {
      pointedMs.value = undefined;
    });
    listen('pointerdown', (event) => {
      const isInPlots = event.target instanceof Node && plots.current?.contains(event.target) === true;
      if (isInPlots && event.button === 0) playback.seek(momentAt(event));
    });
    const endFollowing = () => {
      isFollowed.value = false;
    };
    listen('focusout', endFollowing);
    listen('keydown', ({ key }) => {
      if (key === 'Escape') endFollowing();
    });
    return () => listening.abort();
  }, []);
  return {
    atMs: useComputed(() => {
      if (playback.durationMs.value === 0) return undefined;
      return pointedMs.value ?? (isFollowed.value ? playback.positionMs.value : undefined);
    }),
    follow() {
      isFollowed.value = true;
    },
  };
}
