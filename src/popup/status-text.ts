import type { Source } from '../domain/options';
import type { Limit, Outcome } from '../domain/session';
import type { Snapshot } from '../domain/snapshot';
import type { MessageKey } from '../platform/i18n';
import type { TabAccess } from './tab-access';

/** The state in a word. While the source is opened, the person still picks it. */
export function statusText({ session, opening }: Snapshot, source: Source, access: TabAccess): MessageKey {
  switch (session.state) {
    case 'starting':
      return source === 'picker' && opening ? 'stateChoosing' : 'stateStarting';
    case 'recording':
      return 'stateRecording';
    case 'paused':
      return 'statePaused';
    case 'stopping':
      return 'stateStopping';
    case 'inactive':
      if (source === 'tab' && access === 'click-again') return 'stateReady';
      return outcomeText(session.last);
  }
}

const limits: Record<Limit, MessageKey> = {
  time: 'stateReachedTime',
  size: 'stateReachedSize',
  silence: 'stateReachedSilence',
};

/** That the last recording is saved, and why it ended by itself; a failure has a text of its own elsewhere. */
function outcomeText(last: Outcome | undefined): MessageKey {
  if (last?.saved !== true || last.failure !== undefined) return 'stateIdle';
  return last.limit === undefined ? 'stateSaved' : limits[last.limit];
}
