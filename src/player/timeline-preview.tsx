import { type ReadonlySignal, useComputed, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Timeline } from '../domain/timeline';
import { locale } from '../extension/i18n';
import { formatMoment } from '../ui/formats';
import type { PlayedFile } from './played-file';
import { createPreviewFrames, type PreviewFrames } from './preview-frames';
import styles from './timeline-preview.module.css';
import { eventsAt, eventText, sliceTextAt } from './timeline-texts';

interface TimelinePreviewProps {
  /** The moment that is pointed at, in ms; `undefined`: none, and nothing is shown. */
  readonly atMs: ReadonlySignal<number | undefined>;
  readonly durationMs: number;
  readonly timeline: Timeline | undefined;
  /** Absent without video. */
  readonly video: PlayedFile | undefined;
  /** Called when the user points at a moment of a video. */
  readonly onPoint: () => void;
}

/** An event is named this close to it, as a share of the recording. */
const nearShare = 1 / 150;

/** What is at the moment that is pointed at: the frame, the time, the slice, and what happened there. */
export function TimelinePreview({ atMs, durationMs, timeline, video, onPoint }: TimelinePreviewProps) {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const frames = useRef<PreviewFrames | undefined>(undefined);
  const length = useRef(durationMs);
  length.current = durationMs;
  const pictures = useRef(timeline?.pictures);
  pictures.current = timeline?.pictures;
  useEffect(() => {
    if (video === undefined) return;
    const created = createPreviewFrames(
      video,
      () => length.current,
      () => pictures.current ?? [],
      (picture) => {
        if (canvas.current === null) return;
        canvas.current.width = picture.width;
        canvas.current.height = picture.height;
        canvas.current.getContext('2d')?.drawImage(picture, 0, 0);
      },
    );
    frames.current = created;
    return created.end;
  }, [video?.url]);
  useSignalEffect(() => {
    const { value: at } = atMs;
    if (at === undefined) return;
    box.current?.style.setProperty('--share', String(at / Math.max(1, length.current)));
    if (frames.current === undefined) return;
    frames.current.show(at);
    onPoint();
  });
  useEffect(() => frames.current?.refresh(), [timeline?.pictures]);
  const at = useComputed(() => atMs.value).value;
  return (
    <div ref={box} class={styles.preview} hidden={at === undefined} aria-hidden="true">
      {video !== undefined && <canvas ref={canvas} class={styles.picture} width={160} height={90} />}
      {at !== undefined && (
        <>
          <span class={styles.moment}>{formatMoment(at, locale())}</span>
          {timeline !== undefined && <span>{sliceTextAt(timeline, at)}</span>}
          {timeline !== undefined &&
            eventsAt(timeline, at, durationMs * nearShare).map((event, index) => (
              <span key={index}>{eventText(event)}</span>
            ))}
        </>
      )}
    </div>
  );
}
