import type { Source } from '../../domain/options';
import { isEndLate, type Limit, type Outcome, type Session } from '../../domain/session';
import type { RecorderSnapshot } from '../../domain/snapshot';
import type { MessageKey, Translate } from '../../extension/i18n';
import { formatInterval, formatMinutes, formatSize } from '../../ui/formats';
import type { TabAccess } from './tab-access';

/** The state as it is shown: its text, and how it stands out, if it does. */
export interface Status {
  readonly text: MessageKey;
  readonly tone?: 'recording' | 'ready' | 'saved';
}

/**
 * The state in a word. While the source is being opened, the user still picks it.
 *
 * @param hasFailed whether the popup shows a failure, which is newer than the last recording or about it
 */
export function statusOf(
  { session, opening }: Pick<RecorderSnapshot, 'session' | 'opening'>,
  source: Source,
  access: TabAccess,
  hasFailed: boolean,
): Status {
  switch (session.state) {
    case 'starting':
      return { text: source === 'picker' && opening ? 'stateChoosing' : 'stateStarting' };
    case 'recording':
      return { text: 'stateRecording', tone: 'recording' };
    case 'paused':
      return { text: 'statePaused' };
    case 'stopping':
      // Nothing more is saved of one whose recorder is gone.
      return { text: isEndLate(session) ? 'stateRecorderGone' : 'stateStopping' };
    case 'inactive':
      if (source === 'tab' && access === 'click-again') return { text: 'stateReady', tone: 'ready' };
      return hasFailed ? { text: 'stateIdle' } : statusAfter(session.last);
  }
}

const limits: Record<Limit['what'], MessageKey> = {
  time: 'stateReachedTime',
  size: 'stateReachedSize',
  silence: 'stateReachedSilence',
};

/** That the last recording is saved, and which limit ended it; a failure has its text elsewhere. */
function statusAfter(last: Outcome | undefined): Status {
  if (last?.saved !== true || last.failure !== undefined) return { text: 'stateIdle' };
  return { text: last.limit === undefined ? 'stateSaved' : limits[last.limit.what], tone: 'saved' };
}

/** The value of the limit that ended the last recording, for its text; none if it ended otherwise. */
export function limitText(session: Session, locale: string, t: Translate): readonly string[] {
  const limit = session.state === 'inactive' ? session.last?.limit : undefined;
  if (limit === undefined) return [];
  if (limit.what === 'size') return [formatSize(limit.bytes, locale)];
  return [limit.ms < 60_000 ? formatInterval(limit.ms, locale, t) : formatMinutes(limit.ms, locale, t)];
}
