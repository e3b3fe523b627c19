import { meterIntervalMs } from '../../devices/meter';
import { createSilentContext } from '../../devices/silent-context';
import { failure } from '../../domain/failure';
import type { CaptureOptions } from '../../domain/options';
import type { Levels } from '../../domain/snapshot';
import { levelsChannel } from '../../messaging/channels';
import type { PartEvents, SoundPart } from '../part';
import { type MicrophoneInput, openMicrophoneInput } from './microphone-input';
import { type Mix, openMix } from './mix';
import { createMixInput, type MixInput } from './mix-input';
import { playTo } from './play-to';
import { type RetimedSound, retime } from './retime';
import { keepRunning } from './running-context';

/** The inputs of a recording's audio. */
export interface SoundInputs {
  /** The tab, or what the user picked. */
  readonly shared: MediaStream | undefined;
  readonly microphone: MediaStream | undefined;
  /** Whether a recorded tab is played to the user: not while the user has muted it. */
  readonly isPlayed: boolean;
}

/** What the audio needs from outside. */
export interface SoundDeps {
  /** A context that plays to the user. */
  readonly createContext: () => AudioContext;
  readonly createSilentContext: () => AudioContext;
  readonly createStream: (track: MediaStreamTrack) => MediaStream;
  readonly createMixInput: typeof createMixInput;
  readonly playTo: typeof playTo;
  readonly openMicrophoneInput: (...args: Parameters<typeof openMicrophoneInput>) => MicrophoneInput;
  readonly openMix: (...args: Parameters<typeof openMix>) => Promise<Mix>;
  readonly retime: (...args: Parameters<typeof retime>) => Promise<RetimedSound | undefined>;
  /** Makes a function that sends levels to the pages. */
  readonly levelsSender: () => (levels: Levels) => void;
}

/** What the audio needs, in a browser that hands out the data of tracks. */
export const soundDeps: SoundDeps = {
  createContext: () => new AudioContext(),
  createSilentContext,
  createStream: (track) => new MediaStream([track]),
  createMixInput,
  playTo,
  openMicrophoneInput,
  openMix,
  retime,
  levelsSender: levelsChannel.sender,
};

/**
 * Opens the audio of a recording. A source's own audio is recorded without a mix if it is alone, on a track of ours with
 * its timestamps, so that the recording can go on when it ends; a microphone goes through the mix, even alone, so that it
 * can be lost, reconnected or switched. A recorded tab is played to the user, because the browser mutes it, unless the user
 * has; the microphone never is.
 *
 * If the browser does not let the mix run, the source's audio is recorded as if it were alone, and the microphone beside
 * it is reported as gone; a microphone alone is recorded directly.
 */
export async function openSound(
  { shared, microphone, isPlayed }: SoundInputs,
  options: CaptureOptions,
  { changed, failed }: PartEvents,
  deps: SoundDeps = soundDeps,
): Promise<SoundPart> {
  const [sourceTrack] = shared?.getAudioTracks() ?? [];
  if (sourceTrack === undefined && microphone === undefined) return noSound;
  sourceTrack?.addEventListener('ended', changed);

  const inputs: MixInput[] = [];
  const renew = () => {
    for (const input of inputs) input.renew();
  };
  // Audio that is neither played nor mixed is only measured, and needs no loudspeaker.
  const isMeasured = options.source !== 'tab' && microphone === undefined;
  const context = isMeasured ? deps.createSilentContext() : deps.createContext();
  // Only a microphone needs the mix.
  const running = keepRunning(context, renew, microphone === undefined ? 1 : undefined);
  // Audio that is connected before the context runs is queued, and stays late.
  const isRunning = await running.started;

  const createInput = (gain: number) => {
    const input = deps.createMixInput(context, gain);
    inputs.push(input);
    return input;
  };
  let source: MixInput | undefined;
  let setPlayed: (played: boolean) => void = () => undefined;
  if (sourceTrack !== undefined) {
    source = createInput(options.sourceGain);
    source.connect(deps.createStream(sourceTrack));
    if (options.source === 'tab') setPlayed = deps.playTo(context, source.entry, isPlayed);
  }
  let microphoneInput: MicrophoneInput | undefined;
  let mix: Mix | undefined;
  if (microphone !== undefined) {
    microphoneInput = deps.openMicrophoneInput(
      microphone,
      {
        options,
        isRecorded: isRunning || sourceTrack === undefined,
        isDirect: !isRunning && sourceTrack === undefined,
      },
      createInput(options.microphoneGain),
      changed,
    );
    if (isRunning) {
      mix = await deps.openMix(context, inputs, (detail) => failed(failure('unexpected', detail)));
    }
  }

  let copy: RetimedSound | undefined;
  if (sourceTrack !== undefined && mix === undefined) {
    copy = await deps.retime(sourceTrack, 0, () => {
      copy?.close();
      changed();
    });
  }
  const isSourceGone = () => [sourceTrack, copy?.track].some((track) => track?.readyState === 'ended');

  let { sourceGain } = options;
  let peak = 0;
  let onLevel: (level: number) => void = () => undefined;
  const send = deps.levelsSender();
  const timer = setInterval(() => {
    const sourceLevel = source?.readPeak();
    peak = Math.max(peak, sourceLevel ?? 0);
    const microphoneLevel = microphoneInput?.sample();
    send({
      ...(sourceLevel === undefined ? {} : { source: sourceLevel }),
      ...(microphoneLevel === undefined ? {} : { microphone: microphoneLevel }),
    });
    // Without a mix, the gain has no effect.
    const gain = mix === undefined ? 1 : sourceGain;
    onLevel(Math.min(1, Math.max((sourceLevel ?? 0) * gain, microphoneLevel ?? 0)));
  }, meterIntervalMs);

  return {
    track: mix?.track ?? copy?.track ?? sourceTrack ?? microphone?.getAudioTracks()[0],
    isLive: () => (sourceTrack !== undefined && !isSourceGone()) || microphoneInput?.isAwaited() === true,
    adjust(change) {
      sourceGain = change.sourceGain ?? sourceGain;
      if (change.sourceGain !== undefined) source?.setGain(sourceGain);
      microphoneInput?.adjust(change);
    },
    progress: () => ({
      sourceSound: sourceTrack !== undefined && !isSourceGone(),
      ...(isSourceGone() ? { sourceSoundGone: true } : {}),
      ...(microphoneInput === undefined ? {} : { microphone: microphoneInput.progress() }),
    }),
    setPlayed,
    sourcePeak() {
      const last = peak;
      peak = 0;
      return sourceTrack === undefined ? undefined : last;
    },
    onLevel(listener) {
      onLevel = listener;
    },
    close() {
      clearInterval(timer);
      mix?.close();
      copy?.close();
      microphoneInput?.close();
      running.close();
    },
  };
}

const noSound: SoundPart = {
  track: undefined,
  isLive: () => false,
  adjust: () => undefined,
  progress: () => ({ sourceSound: false }),
  setPlayed: () => undefined,
  sourcePeak: () => undefined,
  onLevel: () => undefined,
  close: () => undefined,
};
