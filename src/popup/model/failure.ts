import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Failure } from '../../domain/failure';
import type { Notices, SavedRecording } from '../../domain/notices';
import type { RecordingId } from '../../domain/recording';
import { isEndLate } from '../../domain/session';
import type { Call } from '../../messaging/rpc';
import type { Kept } from '../../ui/failure-texts';
import type { Status } from './status';

/** A failure to show, and how its session ended. */
export interface ShownFailure {
  readonly failure: Failure;
  /** The recording that it left behind. */
  readonly kept: RecordingId | undefined;
  /** Where that is; `undefined` if no session ended. */
  readonly where: Kept | undefined;
}

/** What went wrong and what was recovered, until the user has read it. */
export interface Failures {
  readonly failure: ReadonlySignal<ShownFailure | undefined>;
  /** Whether something is in the recorder's memory alone, and {@link failure} does not say so. */
  readonly hasRescue: ReadonlySignal<boolean>;
  /** Whether the database doesn't answer yet. */
  readonly isDatabaseLate: ReadonlySignal<boolean>;
  /** {@link Notices.recovered} */
  readonly recovered: ReadonlySignal<readonly SavedRecording[]>;
  /** {@link Notices.saved} */
  readonly saved: ReadonlySignal<SavedRecording | undefined>;
  /** Why this popup's last command failed. */
  readonly refused: Signal<Failure | undefined>;
  /** Whether the details of the failure were copied. */
  readonly copied: Signal<boolean>;
  dismiss(): Promise<void>;
  keepRecovered(): Promise<void>;
  dismissSaved(): Promise<void>;
}

/**
 * Nothing has failed in this popup yet.
 *
 * @param frontTab the tab that the popup belongs to
 */
export function createFailures(
  status: Status,
  call: Call,
  frontTab: ReadonlySignal<number | undefined>,
): Failures {
  const { snapshot, notices, silence } = status;
  const refused = signal<Failure | undefined>(undefined);
  const copied = signal(false);
  /** What the user has just read: newer notices say it again if it still holds. */
  const dismissed = signal<Notices | undefined>(undefined);
  const acknowledged = signal<Notices | undefined>(undefined);

  const refusal = computed(() => {
    const { refusal: refused, refusedTab } = notices.value;
    const isElsewhere = refusedTab !== undefined && refusedTab.tabId !== frontTab.value;
    return notices.value === dismissed.value || isElsewhere ? undefined : refused;
  });
  const saved = computed(() => (notices.value === acknowledged.value ? undefined : notices.value.saved));
  const recovered = computed(() => (notices.value === acknowledged.value ? [] : notices.value.recovered));

  const failure = computed<ShownFailure | undefined>(() => {
    const { session, rescues } = snapshot.value;
    const ended = session.state === 'inactive' ? session.last : undefined;
    // The notice of a recovered recording says it, and more.
    const isRecovered =
      ended?.failure?.code === 'recorder-gone' &&
      recovered.value.some(({ recordingId }) => recordingId === ended.recordingId);
    const last = isRecovered ? undefined : ended;
    const ofCommand = refused.value ?? silence.value ?? refusal.value;
    // The recording that stood in the way is over: why it ended matters more.
    const isOutdated = ofCommand?.code === 'already-recording' && last?.failure !== undefined;
    const shown = isOutdated ? last.failure : (ofCommand ?? last?.failure);
    if (shown === undefined) return undefined;
    if (last?.failure?.code !== shown.code) return { failure: shown, kept: undefined, where: undefined };
    const { recordingId, saved, unread } = last;
    const isInMemory = rescues?.some((rescue) => rescue.recordingId === recordingId);
    const where = isInMemory ? 'in-memory' : saved ? 'on-disk' : unread ? 'unread' : 'nowhere';
    return { failure: shown, kept: saved ? recordingId : undefined, where };
  });

  return {
    failure,
    isDatabaseLate: computed(() => {
      const { session } = snapshot.value;
      const isUnread = session.state === 'inactive' && session.last?.unread === true;
      return notices.value.isDatabaseLate === true || isEndLate(session) || isUnread;
    }),
    hasRescue: computed(
      () => (snapshot.value.rescues ?? []).length > 0 && failure.value?.where !== 'in-memory',
    ),
    recovered,
    saved,
    refused,
    copied,
    async dismiss() {
      refused.value = undefined;
      status.dismissSilence();
      dismissed.value = notices.value;
      copied.value = false;
      await call('background', 'dismiss');
      await status.ask();
    },
    async dismissSaved() {
      acknowledged.value = notices.value;
      await call('background', 'dismissSaved');
      await status.ask();
    },
    async keepRecovered() {
      acknowledged.value = notices.value;
      await call('background', 'keepRecovered');
      await status.ask();
    },
  };
}
