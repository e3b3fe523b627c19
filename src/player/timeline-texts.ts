import { countSlices, sliceAt, type Timeline, type TimelineEvent } from '../domain/timeline';
import { locale, plural, t } from '../extension/i18n';
import { formatLength, formatNumber, formatSize } from '../ui/formats';

/** How long a commit took: "4.2 ms", in whole ms from 10 on. */
export function formatCommit(ms: number): string {
  return t('milliseconds', formatNumber(ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms), locale()));
}

/** What a timeline says of a slice: its number, size and commit. @param index of its row */
export function sliceText({ slices }: Timeline, index: number): string {
  const { bytes, commitMs, counts } = slices;
  const count = counts[index] ?? 0;
  const size = formatSize(bytes[index] ?? 0, locale());
  if (count > 1) return t('slicesPacked', plural('slices', count), size);
  const number = countSlices({ counts: counts.subarray(0, index) }) + 1;
  const [place, of] = [formatNumber(number, locale()), formatNumber(countSlices(slices), locale())];
  const ms = commitMs[index] ?? Number.NaN;
  return Number.isNaN(ms)
    ? t('sliceUnmeasured', place, of, size)
    : t('sliceSaved', place, of, size, formatCommit(ms));
}

/** The slice at a moment, in ms; empty if there is none. */
export function sliceTextAt(timeline: Timeline, atMs: number): string {
  const index = sliceAt(timeline.slices, atMs);
  return index < 0 ? '' : sliceText(timeline, index);
}

/** The events at a moment, or no further from it than that, in ms. */
export function eventsAt({ events }: Timeline, atMs: number, nearMs: number): readonly TimelineEvent[] {
  return events.filter(({ atMs: from, untilMs = from }) => from - nearMs <= atMs && atMs <= untilMs + nearMs);
}

/** What happened. */
export function eventText(event: TimelineEvent): string {
  switch (event.what) {
    case 'paused':
      return event.lastedMs === undefined
        ? t('eventPaused')
        : t('eventPausedFor', formatLength(event.lastedMs, locale(), t));
    case 'frozen':
      return t('eventFrozen', formatLength(event.untilMs - event.atMs, locale(), t));
    case 'microphone-changed':
      return t('eventMicrophoneChanged', event.label ?? '');
    case 'chapter':
      return event.label === undefined ? t('eventChapter') : t('eventChapterTitled', event.label);
    case 'microphone-gone':
      return t('eventMicrophoneGone');
    case 'microphone-silent':
      return t('eventMicrophoneSilent');
    case 'camera-gone':
      return t('eventCameraGone');
    case 'sound-gone':
      return t('eventSoundGone');
    case 'tab-crashed':
      return t('eventTabCrashed');
    case 'stalled':
      return t('eventStalled');
    case 'no-data':
      return t('eventNoData');
    case 'disk-low':
      return t('eventDiskLow');
  }
}
