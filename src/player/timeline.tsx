import { useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Span } from '../domain/edit';
import type { Timeline as TimelineFacts } from '../domain/timeline';
import { locale, t } from '../extension/i18n';
import { formatMoment } from '../ui/formats';
import type { Cutting } from './cutting';
import type { Playback } from './playback';
import type { PlayedFile } from './played-file';
import styles from './timeline.module.css';
import { TimelinePlots } from './timeline-plots';
import { TimelinePreview } from './timeline-preview';
import { usePointedMoment } from './use-pointed-moment';

interface TimelineProps {
  readonly playback: Playback;
  /** Absent where nothing can be cut. */
  readonly cutting: Cutting | undefined;
  /** What a cut without re-encoding keeps of the edit. */
  readonly exact: readonly Span[];
  /** `undefined` until it is known. */
  readonly timeline: TimelineFacts | undefined;
  /** Whether the audio is being measured. */
  readonly isMeasuring: boolean;
  /** Absent without video. */
  readonly video: PlayedFile | undefined;
  /** Called when the user points at a moment of a video. */
  readonly onPoint: () => void;
}

/**
 * The position; below it what is selected and what a cut keeps; and what is known of the recording along its time. What is at
 * the pointer is shown above, and by keyboard what is at the position. A new position renders nothing.
 */
export function Timeline({ playback, cutting, exact, timeline, isMeasuring, video, onPoint }: TimelineProps) {
  const timelineBox = useRef<HTMLDivElement>(null);
  const plots = useRef<HTMLDivElement>(null);
  const pointed = usePointedMoment(timelineBox, plots, playback);
  const slider = useRef<HTMLInputElement>(null);
  const { value: durationMs } = playback.durationMs;
  useSignalEffect(() => {
    const { value: positionMs } = playback.positionMs;
    if (slider.current !== null) slider.current.valueAsNumber = positionMs;
  });
  useSignalEffect(() => {
    // Screen readers read each change of it: while it plays, only the length would be news.
    const at = playback.isPlaying.value ? playback.positionMs.peek() : playback.positionMs.value;
    if (slider.current === null) return;
    slider.current.ariaValueText = t(
      'positionOf',
      formatMoment(at, locale()),
      formatMoment(playback.durationMs.value, locale()),
    );
  });
  /** In units of the picture, which is as wide as the recording is long. */
  const place = ({ startMs, endMs }: Span) => ({
    x: startMs,
    width: Math.max(0, Math.min(endMs, durationMs) - startMs),
    height: 1,
  });
  const selected = cutting?.selected.value;
  return (
    <div ref={timelineBox} class={styles.timeline}>
      <input
        ref={slider}
        type="range"
        class={styles.position}
        aria-label={t('position')}
        min={0}
        max={Math.max(durationMs, 1)}
        step="any"
        onFocus={(event) => event.currentTarget.matches(':focus-visible') && pointed.follow()}
        onInput={(event) => playback.seek(event.currentTarget.valueAsNumber)}
      />
      {durationMs > 0 && cutting !== undefined && (
        <svg
          class={styles.track}
          viewBox={`0 0 ${durationMs} 1`}
          preserveAspectRatio="none"
          aria-hidden="true"
          focusable="false"
        >
          {exact.map((span, index) => (
            <rect key={index} class={styles.kept} {...place(span)} />
          ))}
          {selected !== undefined && <rect class={styles.selected} {...place(selected)} />}
          {cutting.edit.value.splits.map((atMs) => (
            <rect key={atMs} class={styles.split} x={atMs} width={durationMs / 200} height={1} />
          ))}
        </svg>
      )}
      {durationMs > 0 && timeline !== undefined && (
        <TimelinePlots
          plots={plots}
          timeline={timeline}
          durationMs={durationMs}
          isMeasuring={isMeasuring}
          playback={playback}
          onFocusSlices={pointed.follow}
        />
      )}
      <TimelinePreview
        atMs={pointed.atMs}
        durationMs={durationMs}
        timeline={timeline}
        video={video}
        onPoint={onPoint}
      />
    </div>
  );
}
