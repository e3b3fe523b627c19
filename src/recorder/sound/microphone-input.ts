import { listDevices, onDevicesChanged } from '../../devices/list-devices';
import { openMicrophone } from '../../devices/open-device';
import { createSilenceWatch } from '../../devices/silence';
import type { Adjustment, CaptureOptions } from '../../domain/options';
import type { MicrophoneProgress } from '../../domain/snapshot';
import { type Later, later } from '../../domain/watch';
import { keepMicrophone, type MicrophoneDeps } from '../sources/microphone';
import type { MixInput } from './mix-input';

/** How long to wait for a lost microphone if nothing else is recorded, in ms. */
const awaitedMs = 5000;

/** What a microphone's input needs from outside. */
export interface MicrophoneInputDeps extends MicrophoneDeps {
  readonly later: Later;
}

const browserDeps: MicrophoneInputDeps = {
  open: (options) => openMicrophone(options),
  list: async () => (await listDevices()).microphone,
  onChanged: onDevicesChanged,
  later,
};

/** The microphone's part of the audio. */
export interface MicrophoneInput {
  progress(): MicrophoneProgress;
  adjust(change: Adjustment): void;
  /** To be called about 10 times a second. @returns its level in the recording, 0 to 1 */
  sample(): number;
  /** Whether it is connected, or has been lost for no more than 5 s. */
  isAwaited(): boolean;
  close(): void;
}

/** How the microphone is recorded. */
export interface MicrophoneSettings {
  readonly options: CaptureOptions;
  /** Whether its audio is recorded at all. */
  readonly isRecorded: boolean;
  /** Whether its own track is recorded, without a mix: then no other can take its place. */
  readonly isDirect: boolean;
}

/** Of a microphone whose own track is recorded. */
const unswitchable: Pick<MicrophoneInputDeps, 'open' | 'onChanged'> = {
  open: () => Promise.reject(new DOMException('It is recorded directly', 'NotSupportedError')),
  onChanged: () => () => undefined,
};

/** Connects a microphone to its input of the mix: it may be muted, fall silent, be unplugged and come back. */
export function openMicrophoneInput(
  stream: MediaStream,
  settings: MicrophoneSettings,
  input: MixInput,
  changed: () => void,
  deps: MicrophoneInputDeps = browserDeps,
): MicrophoneInput {
  const { options } = settings;
  let gain = options.microphoneGain;
  let muted = false;
  let isAwaited = true;
  let cancelWaiting: () => void = () => undefined;
  let isClosed = false;
  const silence = createSilenceWatch(deps.later, () => {
    if (!isClosed) changed();
  });

  const keeping = settings.isDirect ? { ...deps, ...unswitchable } : deps;
  const microphone = keepMicrophone(stream, options, keeping, () => {
    input.connect(microphone.stream);
    watchSilence();
    cancelWaiting();
    isAwaited = true;
    if (microphone.stream === undefined) {
      cancelWaiting = deps.later(awaitedMs, () => {
        isAwaited = false;
        changed();
      });
    }
    changed();
  });
  const isRecorded = () => settings.isRecorded && microphone.stream !== undefined;
  /** Watches from now on, if there should be something to hear. */
  const watchSilence = () => {
    if (isRecorded() && !muted) silence.start();
    else silence.stop();
  };
  input.connect(stream);
  watchSilence();

  return {
    progress: () => ({
      label: microphone.label,
      muted,
      state: isRecorded() ? (silence.silent ? 'silent' : 'live') : 'gone',
    }),
    adjust(change) {
      muted = change.muted ?? muted;
      gain = change.microphoneGain ?? gain;
      input.setGain(muted ? 0 : gain);
      if (settings.isDirect) for (const track of stream.getAudioTracks()) track.enabled = !muted;
      if (change.muted !== undefined) watchSilence();
      if (change.microphoneId !== undefined) microphone.choose(change.microphoneId);
      changed();
    },
    sample() {
      const peak = isRecorded() ? input.readPeak() : 0;
      silence.sample(peak);
      return muted ? 0 : Math.min(1, peak * gain);
    },
    isAwaited: () => isAwaited,
    close() {
      isClosed = true;
      cancelWaiting();
      silence.stop();
      microphone.close();
    },
  };
}
