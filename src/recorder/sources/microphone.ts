import type { MediaDevice } from '../../devices/list-devices';
import type { MicrophoneOptions } from '../../devices/open-device';
import { stopTracks } from '../../devices/stream';
import { createReopening } from './reopening';

/** What a microphone needs from outside. */
export interface MicrophoneDeps {
  /** Opens a microphone. @throws FailureError */
  readonly open: (options: MicrophoneOptions) => Promise<MediaStream>;
  /** The microphones that are connected. */
  readonly list: () => Promise<readonly MediaDevice[]>;
  /** Calls back when a device was connected or disconnected. @returns stops it */
  readonly onChanged: (listener: () => void) => () => void;
}

/** A microphone that survives being unplugged, and can be switched to another device. */
export interface Microphone {
  /** The current stream; `undefined` while there is none. */
  readonly stream: MediaStream | undefined;
  /** The name of the current device, or of the last one. */
  readonly label: string;
  /** Switches to another device; empty: the default. If it can't be opened, the current one stays. */
  choose(deviceId: string): void;
  close(): void;
}

/**
 * Keeps a microphone open. When its track ends, the same device is opened again, or the default one if it is
 * disconnected; a device that can't be opened, or is lost at once, is tried again after ever longer delays. It switches
 * over when the chosen device is connected again, or the system's default changes.
 *
 * @param first the stream that was opened with the options
 * @param changed called when there is another stream, or none any more
 */
export function keepMicrophone(
  first: MediaStream,
  options: MicrophoneOptions,
  deps: MicrophoneDeps,
  changed: () => void,
): Microphone {
  let chosenId = options.microphoneId;
  let current: MediaStream | undefined;
  let label = '';
  /** The id that the current stream was opened with, and the default device at that time. */
  let openedId = chosenId;
  let defaultId: string | undefined;
  let isUpdating = false;
  let isStale = false;
  let isClosed = false;

  const use = (stream: MediaStream) => {
    stopTracks(current);
    current = stream;
    reopening.opened();
    const [track] = stream.getAudioTracks();
    label = track?.label ?? '';
    const lose = () => {
      if (current !== stream) return;
      current = undefined;
      changed();
      reopening.schedule();
    };
    track?.addEventListener('ended', lose);
    // Lost while the other sources were opened: no event comes any more. Later, because the caller has yet to get this one.
    if (track?.readyState === 'ended') queueMicrotask(lose);
  };

  /** Opens the device that should be open now, unless it already is. */
  const openBest = async () => {
    const devices = await deps.list();
    const targetId = devices.some(({ id }) => id === chosenId) ? chosenId : '';
    const defaultNow = devices.find(({ isDefault }) => isDefault)?.id;
    const isOpen = openedId === targetId && (targetId !== '' || defaultId === defaultNow);
    if (isClosed || (current !== undefined && isOpen)) return;
    const stream = await deps.open({ ...options, microphoneId: targetId });
    if (isClosed) return stopTracks(stream);
    use(stream);
    openedId = targetId;
    defaultId = defaultNow;
    changed();
  };

  /** Updates the device; a change during an update starts another. */
  const update = async () => {
    isStale = true;
    if (isUpdating) return;
    isUpdating = true;
    while (isStale && !isClosed) {
      isStale = false;
      // A device that can't be opened now may be opened later.
      await openBest().catch(() => undefined);
    }
    isUpdating = false;
    if (current === undefined && !isClosed) reopening.schedule();
  };
  const reopening = createReopening(() => void update());

  use(first);
  const unlisten = deps.onChanged(() => void update());
  void deps.list().then((devices) => {
    defaultId ??= devices.find(({ isDefault }) => isDefault)?.id;
  });
  return {
    get stream() {
      return current;
    },
    get label() {
      return label;
    },
    choose(deviceId) {
      chosenId = deviceId;
      void update();
    },
    close() {
      isClosed = true;
      reopening.cancel();
      unlisten();
      stopTracks(current);
      current = undefined;
    },
  };
}
