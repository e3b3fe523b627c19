import type { MediaDevice } from '../../devices/list-devices';
import type { MicrophoneOptions } from '../../devices/open-device';
import { createRetries } from './reopening';

/** The world of devices, as far as a microphone needs it. */
export interface MicrophoneWorld {
  /** Opens a microphone. @throws FailureError */
  open(options: MicrophoneOptions): Promise<MediaStream>;
  /** The microphones that there are. */
  list(): Promise<readonly MediaDevice[]>;
  /** Calls back when a device was plugged in or taken away. @returns ends it */
  onChanged(listener: () => void): () => void;
}

/** A microphone that may go and come back, or be changed for another. */
export interface Microphone {
  /** What it gives now; `undefined` while it is gone. */
  readonly stream: MediaStream | undefined;
  /** The name of the device, or of the last one. */
  readonly label: string;
  /** Changes to another device; empty: the default. Where it can't be opened, the one before stays. */
  choose(deviceId: string): void;
  close(): void;
}

/**
 * Keeps a microphone alive. When its track ends, the same device is opened again, and where it has gone, the
 * default one; what can't be opened, or ends again at once, is tried after ever longer waits. When the chosen device is
 * back, or the system's default is another, it changes over.
 *
 * @param first the stream that was opened with the options
 * @param changed called when there is another stream, or none any more
 */
export function keepMicrophone(
  first: MediaStream,
  options: MicrophoneOptions,
  world: MicrophoneWorld,
  changed: () => void,
): Microphone {
  let wanted = options.microphoneId;
  let current: MediaStream | undefined;
  let label = '';
  /** The id that the current stream was opened by, and the default device of that moment. */
  let opened = wanted;
  let standard: string | undefined;
  let isLooking = false;
  let isStale = false;
  let isClosed = false;

  const take = (stream: MediaStream) => {
    letGo(current);
    current = stream;
    retries.opened();
    const [track] = stream.getAudioTracks();
    label = track?.label ?? '';
    track?.addEventListener('ended', () => {
      if (current !== stream) return;
      current = undefined;
      changed();
      retries.again();
    });
  };

  /** Opens what fits now, where it is not open already. */
  const settle = async () => {
    const devices = await world.list();
    const target = devices.some(({ id }) => id === wanted) ? wanted : '';
    const nowStandard = devices.find(({ isDefault }) => isDefault)?.id;
    const fits = opened === target && (target !== '' || standard === nowStandard);
    if (isClosed || (current !== undefined && fits)) return;
    const stream = await world.open({ ...options, microphoneId: target });
    if (isClosed) return letGo(stream);
    take(stream);
    opened = target;
    standard = nowStandard;
    changed();
  };

  /** Looks around; what happens meanwhile makes it look once more. */
  const look = async () => {
    isStale = true;
    if (isLooking) return;
    isLooking = true;
    while (isStale && !isClosed) {
      isStale = false;
      // What can't be opened now may be opened later.
      await settle().catch(() => undefined);
    }
    isLooking = false;
    if (current === undefined && !isClosed) retries.again();
  };
  const retries = createRetries(() => void look());

  take(first);
  const unlisten = world.onChanged(() => void look());
  void world.list().then((devices) => {
    standard ??= devices.find(({ isDefault }) => isDefault)?.id;
  });
  return {
    get stream() {
      return current;
    },
    get label() {
      return label;
    },
    choose(deviceId) {
      wanted = deviceId;
      void look();
    },
    close() {
      isClosed = true;
      retries.end();
      unlisten();
      letGo(current);
      current = undefined;
    },
  };
}

function letGo(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
