import { useSignalEffect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useId, useMemo } from 'preact/hooks';
import type { Timeline, TimelineEvent } from '../domain/timeline';
import { t } from '../extension/i18n';
import type { Playback } from './playback';
import { SlicePlot, SliceSummary } from './slice-plot';
import styles from './timeline-plots.module.css';
import { plotSize, plotSlices, waveformPath } from './timeline-shape';

interface TimelinePlotsProps {
  readonly timeline: Timeline;
  readonly durationMs: number;
  /** Whether the audio is being measured. */
  readonly isMeasuring: boolean;
  readonly playback: Playback;
  readonly onFocusSlices: () => void;
  /** The plots without their texts. */
  readonly plots: RefObject<HTMLDivElement | null>;
}

/** The waveform, what happened, and the slices, one below the other along the recording. */
export function TimelinePlots({ timeline, durationMs, playback, plots, ...props }: TimelinePlotsProps) {
  const summaryId = useId();
  const { peaks, slices, events } = timeline;
  const waveform = useMemo(
    () => (peaks === undefined || peaks.length === 0 ? undefined : waveformPath(peaks, durationMs)),
    [peaks, durationMs],
  );
  const bars = useMemo(() => plotSlices(slices, durationMs), [slices, durationMs]);
  useSignalEffect(() => {
    const share = playback.positionMs.value / Math.max(1, playback.durationMs.value);
    plots.current?.style.setProperty('--position', `${100 * Math.min(1, share)}%`);
  });
  return (
    <>
      <div ref={plots} class={styles.plots}>
        <div class={styles.playhead} aria-hidden="true" />
        {props.isMeasuring && <p class={styles.measuring}>{t('waveformMeasuring')}</p>}
        {waveform !== undefined && (
          <svg
            class={styles.waveform}
            viewBox={`0 0 ${plotSize.width} ${plotSize.height}`}
            preserveAspectRatio="none"
            role="img"
            aria-label={t('waveform')}
          >
            <path class={styles.peaks} d={waveform} />
          </svg>
        )}
        {events.length > 0 && (
          <svg
            class={styles.events}
            viewBox={`0 0 ${plotSize.width} 1`}
            preserveAspectRatio="none"
            aria-hidden="true"
            focusable="false"
          >
            {events.map((event, index) => (
              <rect
                key={index}
                class={styles.event}
                data-kind={kindOf(event)}
                height={1}
                {...place(event, durationMs)}
              />
            ))}
          </svg>
        )}
        <SlicePlot
          timeline={timeline}
          plot={bars}
          summaryId={summaryId}
          playback={playback}
          onFocus={props.onFocusSlices}
        />
      </div>
      {slices.counts.length > 0 && <SliceSummary id={summaryId} timeline={timeline} plot={bars} />}
    </>
  );
}

/** A moment is this wide, in units of the plot. */
const momentWidth = 5;

function place({ atMs, untilMs }: TimelineEvent, durationMs: number) {
  const unit = plotSize.width / Math.max(1, durationMs);
  const x = Math.min(atMs * unit, plotSize.width - momentWidth);
  const isEndless = untilMs === undefined;
  return { x, width: Math.max(momentWidth, isEndless ? 0 : untilMs * unit - x) };
}

function kindOf({ what }: TimelineEvent): 'pause' | 'device' | 'chapter' | 'warning' {
  if (what === 'paused' || what === 'chapter') return what === 'paused' ? 'pause' : what;
  return what === 'microphone-changed' ? 'device' : 'warning';
}
