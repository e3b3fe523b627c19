import { useComputed } from '@preact/signals';
import { countSlices, sliceAt, type Timeline } from '../domain/timeline';
import { locale, plural, t } from '../extension/i18n';
import { formatSize } from '../ui/formats';
import type { Playback } from './playback';
import styles from './slice-plot.module.css';
import { plotSize, type SliceBars } from './timeline-shape';
import { formatCommit, sliceText } from './timeline-texts';

interface SlicePlotProps {
  readonly timeline: Timeline;
  readonly plot: SliceBars;
  /** Of the text that describes it. */
  readonly summaryId: string;
  readonly playback: Playback;
  /** Called while it has the keyboard's focus. */
  readonly onFocus: () => void;
}

/**
 * The size of each slice, and how long its commit took. By keyboard, arrows go from slice to slice, and the value says what
 * the picture shows.
 */
export function SlicePlot({ timeline, plot, summaryId, playback, onFocus }: SlicePlotProps) {
  const { slices } = timeline;
  const last = slices.counts.length - 1;
  // A new position renders nothing, unless it is in another slice.
  const current = useComputed(() => sliceAt(slices, playback.positionMs.value + seekMarginMs)).value;
  if (last < 0) return null;
  const go = (index: number) => {
    playback.pause();
    playback.seek((slices.startMs[Math.min(Math.max(index, 0), last)] ?? 0) + seekMarginMs);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const target = targetOf(event, current, last);
    if (target === undefined) return;
    event.preventDefault();
    go(target);
  };
  return (
    <div
      class={styles.plot}
      role="slider"
      tabIndex={0}
      aria-label={t('slices')}
      aria-describedby={summaryId}
      aria-valuemin={1}
      aria-valuemax={last + 1}
      aria-valuenow={current + 1}
      aria-valuetext={sliceText(timeline, current)}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
    >
      <svg
        class={styles.sizes}
        viewBox={`0 0 ${plotSize.width} ${plotSize.height}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        focusable="false"
      >
        <path class={styles.size} d={plot.sizes} />
      </svg>
      {plot.slowestMs > 0 && (
        <svg
          class={styles.commits}
          viewBox={`0 0 ${plotSize.width} ${plotSize.height}`}
          preserveAspectRatio="none"
          aria-hidden="true"
          focusable="false"
        >
          <path class={styles.commit} d={plot.commits} />
        </svg>
      )}
    </div>
  );
}

interface SliceSummaryProps {
  readonly id: string;
  readonly timeline: Timeline;
  readonly plot: SliceBars;
}

/** The plot in a few words, and what its colors stand for. */
export function SliceSummary({ id, timeline, plot }: SliceSummaryProps) {
  return (
    <p id={id} class={styles.summary}>
      <span>{plural('slices', countSlices(timeline.slices))}</span>
      <span class={styles.sizeKey}>{t('slicesLargest', formatSize(plot.largest, locale()))}</span>
      {plot.slowestMs > 0 && (
        <span class={styles.commitKey}>{t('slicesSlowest', formatCommit(plot.slowestMs))}</span>
      )}
    </p>
  );
}

/** A position of a player may be a little less than what was set, in ms. */
const seekMarginMs = 1;

function targetOf({ key }: KeyboardEvent, current: number, last: number): number | undefined {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return current - 1;
    case 'ArrowRight':
    case 'ArrowUp':
      return current + 1;
    case 'PageDown':
      return current - 10;
    case 'PageUp':
      return current + 10;
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}
