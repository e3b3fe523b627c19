import { listDevices, onDevicesChanged } from '../../devices/list-devices';
import { openMicrophone } from '../../devices/open-device';
import type { Adjustment, CaptureOptions } from '../../domain/options';
import type { MicrophoneProgress } from '../../domain/snapshot';
import { keepMicrophone, type MicrophoneWorld } from '../sources/microphone';
import { createSilenceWatch } from '../watches/silence';
import type { MixInput } from './mix-input';

/** How long a microphone that has gone is waited for, in ms, where nothing else is recorded. */
const awaitedMs = 5000;

const browserWorld: MicrophoneWorld = {
  open: openMicrophone,
  list: async () => (await listDevices()).microphone,
  onChanged: onDevicesChanged,
};

/** What the microphone adds to the sound. */
export interface Voice {
  progress(): MicrophoneProgress;
  adjust(change: Adjustment): void;
  /** To be called about 10 times a second. @returns how loud it is in the recording, 0 to 1 */
  hear(): number;
  /** Whether it is there, or gone for no more than 5 s. */
  isAwaited(): boolean;
  close(): void;
}

/** How the voice is recorded. */
export interface VoiceSetting {
  readonly options: CaptureOptions;
  /** Whether it gets into the recording at all. */
  readonly isHeard: boolean;
}

/** Joins a microphone with its input of the mix: it may be muted, fall silent, go and come back. */
export function openVoice(
  stream: MediaStream,
  setting: VoiceSetting,
  input: MixInput,
  changed: () => void,
  world: MicrophoneWorld = browserWorld,
): Voice {
  const { options } = setting;
  let gain = options.microphoneGain;
  let muted = false;
  let isAwaited = true;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const silence = createSilenceWatch(() => performance.now());
  const microphone = keepMicrophone(stream, options, world, () => {
    input.connect(microphone.stream);
    silence.reset();
    clearTimeout(waiting);
    isAwaited = true;
    if (microphone.stream === undefined) {
      waiting = setTimeout(() => {
        isAwaited = false;
        changed();
      }, awaitedMs);
    }
    changed();
  });
  input.connect(stream);

  const isHeard = () => setting.isHeard && microphone.stream !== undefined;
  return {
    progress: () => ({
      label: microphone.label,
      muted,
      state: isHeard() ? (silence.silent ? 'silent' : 'live') : 'gone',
    }),
    adjust(change) {
      muted = change.muted ?? muted;
      gain = change.microphoneGain ?? gain;
      input.setGain(muted ? 0 : gain);
      if (change.muted !== undefined) silence.reset();
      if (change.microphoneId !== undefined) microphone.choose(change.microphoneId);
      changed();
    },
    hear() {
      const peak = isHeard() ? input.readPeak() : 0;
      const before = silence.silent;
      if (muted || !isHeard()) silence.reset();
      else silence.hear(peak);
      if (silence.silent !== before) changed();
      return muted ? 0 : Math.min(1, peak * gain);
    },
    isAwaited: () => isAwaited,
    close() {
      clearTimeout(waiting);
      microphone.close();
    },
  };
}
