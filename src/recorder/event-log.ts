import { type Condition, conditions, type MediaEvent } from '../domain/media-event';
import type { Progress } from '../domain/snapshot';

/** More are not kept: each is written to the row of the media, together with all before it. */
const mostEvents = 500;

/** What the recorder knows of the sources and of the disk. */
export type Conditions = Partial<
  Pick<
    Progress,
    'microphone' | 'inset' | 'pictureGone' | 'sourceSoundGone' | 'stalled' | 'unanswered' | 'disk'
  > & { readonly tabCrashed: boolean }
>;

/** What happened during a recording. */
export interface EventLog {
  /** Notes what has changed; what is absent has not. */
  follow(now: Conditions): void;
  paused(): void;
  resumed(): void;
}

/** What the log needs from outside. */
export interface EventLogDeps {
  /** The recorded time, in ms. */
  readonly elapsedMs: () => number;
  /** A monotonic clock, in ms. */
  readonly now: () => number;
  /** Accepts all events, after each change. */
  readonly onChange: (events: readonly MediaEvent[]) => void;
}

/** A log without events. */
export function createEventLog({ elapsedMs, now, onChange }: EventLogDeps): EventLog {
  const events: MediaEvent[] = [];
  /** Where each condition that holds is in `events`. */
  const holding = new Map<Condition, number>();
  let pause: { readonly index: number; readonly since: number } | undefined;
  let microphone: string | undefined;

  const add = (event: Omit<MediaEvent, 'atMs'>) => {
    if (events.length >= mostEvents) return -1;
    onChange(put({ ...event, atMs: elapsedMs() }, events.length));
    return events.length - 1;
  };
  const put = (event: MediaEvent, index: number) => {
    events[index] = event;
    return [...events];
  };
  const complete = (index: number, end: Partial<MediaEvent>) => {
    const event = events[index];
    if (event !== undefined) onChange(put({ ...event, ...end }, index));
  };
  const note = (what: Condition, holds: boolean | undefined) => {
    const index = holding.get(what);
    if (holds === undefined || holds === (index !== undefined)) return;
    if (index === undefined) {
      holding.set(what, add({ what }));
    } else {
      holding.delete(what);
      complete(index, { untilMs: elapsedMs() });
    }
  };
  return {
    follow(progress) {
      const now = conditionsOf(progress);
      for (const what of conditions) note(what, now[what]);
      const { label, state } = progress.microphone ?? {};
      if (label === undefined || state === 'gone' || label === microphone) return;
      if (microphone !== undefined) add({ what: 'microphone-changed', label });
      microphone = label;
    },
    paused() {
      pause ??= { index: add({ what: 'paused' }), since: now() };
    },
    resumed() {
      if (pause !== undefined) complete(pause.index, { lastedMs: now() - pause.since });
      pause = undefined;
    },
  };
}

/** Which conditions hold; `undefined` if that is not known. */
function conditionsOf(progress: Conditions): Record<Condition, boolean | undefined> {
  const { microphone, inset, disk } = progress;
  return {
    'microphone-gone': microphone && microphone.state === 'gone',
    'microphone-silent': microphone && microphone.state === 'silent',
    'camera-gone': progress.pictureGone ?? (inset?.shown && inset.state === 'gone'),
    'sound-gone': progress.sourceSoundGone,
    'tab-crashed': progress.tabCrashed,
    stalled: progress.stalled,
    'no-data': progress.unanswered,
    'disk-low': disk?.low,
  };
}
