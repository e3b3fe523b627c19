import { fail, isAboutTab, type Result } from '../domain/failure';
import type { Source } from '../domain/options';
import type { TabReference } from '../domain/plan';
import { isUnderWay } from '../domain/snapshot';
import { createMutex } from '../messaging/mutex';
import type { ControllerDeps } from './deps';
import type { NoticesWriter } from './notices';
import type { RecorderStatus } from './recorder-status';
import type { StartStop } from './start-stop';

/** The commands of the menu and the keyboard. */
export interface Commands {
  /** @param source what to record; otherwise what was chosen last */
  toggle(tab: TabReference | undefined, source?: Source): Promise<void>;
  pauseOrResume(): Promise<void>;
  saveNow(): Promise<void>;
  muteOrUnmute(): Promise<void>;
  /** Shows why something that the user wanted was refused. */
  show(result: Result<unknown>): Promise<void>;
}

/** What {@link createCommands} needs beside the controller's own. */
export interface CommandsDeps extends Pick<ControllerDeps, 'tabCapture' | 'options' | 'openPopup'> {
  readonly status: RecorderStatus;
  readonly notices: NoticesWriter;
  readonly startStop: StartStop;
  /** Shows the current state. */
  readonly refresh: () => Promise<void>;
}

/** The menu and the keyboard have no place for an answer: the popup shows why a command was refused. */
export function createCommands({
  tabCapture,
  options,
  openPopup,
  status,
  notices,
  startStop,
  refresh,
}: CommandsDeps): Commands {
  const show = async (result: Result<unknown>, tab?: TabReference): Promise<void> => {
    if (result.ok || result.failure.code === 'start-cancelled') return;
    await notices.refuse(result.failure, isAboutTab(result.failure) ? tab?.id : undefined);
    await refresh();
    await openPopup();
  };

  /** Of two quick presses of a key that switches, the second finds what the first has made. */
  const inTurn = createMutex();

  return {
    show: (result) => show(result),
    async toggle(tab, source) {
      const snapshot = await status.read();
      if (isUnderWay(snapshot)) return show(await startStop.stop());
      const lastOptions = await options();
      const wanted = source ?? lastOptions.source;
      const isMissing = wanted === 'tab' && !tabCapture.isPossible;
      const chosen = { ...lastOptions, source: isMissing ? ('picker' as const) : wanted };
      // Only a click in the popup may ask: by now the browser has forgotten the user's gesture.
      if (
        chosen.source === 'tab' &&
        snapshot.session.state === 'inactive' &&
        !(await tabCapture.isAllowed())
      ) {
        if (!(await openPopup())) await show(fail('permission-denied', 'tabCapture'));
        return;
      }
      return show(await startStop.start({ options: chosen, ...(tab === undefined ? {} : { tab }) }), tab);
    },
    pauseOrResume: () =>
      inTurn(async () => {
        const { session } = await status.read();
        await show(await startStop.send(session.state === 'paused' ? 'resume' : 'pause'));
      }),
    saveNow: async () => show(await startStop.send('requestData')),
    muteOrUnmute: () =>
      inTurn(async () => {
        const { session, progress } = await status.read();
        const { microphone } = progress ?? {};
        if (microphone === undefined) {
          return show(fail(session.state === 'inactive' ? 'not-recording' : 'microphone-off'));
        }
        await show(await startStop.adjust({ muted: !microphone.muted }));
      }),
  };
}

/** Runs the keyboard command of that name in the manifest. */
export function runCommand(commands: Commands, name: string, tab: TabReference | undefined): Promise<void> {
  switch (name) {
    case 'toggle-recording':
      return commands.toggle(tab);
    case 'pause-resume':
      return commands.pauseOrResume();
    case 'save-now':
      return commands.saveNow();
    case 'mute-microphone':
      return commands.muteOrUnmute();
    default:
      return Promise.resolve();
  }
}
