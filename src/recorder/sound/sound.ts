import { meterIntervalMs } from '../../devices/meter';
import { createSilentContext } from '../../devices/silent-context';
import { failure } from '../../domain/failure';
import type { CaptureOptions } from '../../domain/options';
import { levelsChannel } from '../../messaging/channels';
import type { PartEvents, SoundPart } from '../part';
import { openVoice, type Voice } from './microphone-input';
import { type Mix, openMix } from './mix';
import { createMixInput, type MixInput } from './mix-input';
import { keepRunning } from './running-context';

/** What the sound is made of. */
export interface SoundInputs {
  /** The tab, or what the person picked. */
  readonly shared: MediaStream | undefined;
  readonly microphone: MediaStream | undefined;
}

/**
 * Opens the sound of a production. The source's own sound is recorded directly where it is alone; a microphone goes
 * through the mix, alone too, so that it may go, come back, or be changed for another. A recorded tab is played to
 * the person, for the browser mutes it; the microphone never is.
 *
 * Where the browser does not let the mix run, what there is is recorded directly; a microphone beside another sound
 * is then as good as gone.
 */
export async function openSound(
  { shared, microphone }: SoundInputs,
  options: CaptureOptions,
  { changed, failed }: PartEvents,
): Promise<SoundPart> {
  const [own] = shared?.getAudioTracks() ?? [];
  if (own === undefined && microphone === undefined) return noSound;
  own?.addEventListener('ended', changed);

  const inputs: MixInput[] = [];
  const renew = () => {
    for (const input of inputs) input.renew();
  };
  // What is neither played nor mixed is only measured, and needs no loudspeaker.
  const isMeasured = options.source !== 'tab' && microphone === undefined;
  const context = isMeasured ? createSilentContext() : new AudioContext();
  const running = keepRunning(context, renew);
  // What is connected sooner piles up until the context runs, and is late ever after.
  const isMixed = await running.started;

  const createInput = (gain: number) => {
    const input = createMixInput(context, gain);
    inputs.push(input);
    return input;
  };
  let source: MixInput | undefined;
  if (own !== undefined) {
    source = createInput(options.sourceGain);
    source.connect(new MediaStream([own]));
    if (options.source === 'tab') source.entry.connect(context.destination);
  }
  let voice: Voice | undefined;
  let mix: Mix | undefined;
  if (microphone !== undefined) {
    voice = openVoice(
      microphone,
      { options, isHeard: isMixed || own === undefined },
      createInput(options.microphoneGain),
      changed,
    );
    if (isMixed) mix = await openMix(context, inputs, (detail) => failed(failure('unexpected', detail)));
  }

  let loudest = 0;
  const tell = levelsChannel.sender();
  const timer = setInterval(() => {
    const level = source?.readPeak();
    loudest = Math.max(loudest, level ?? 0);
    const spoken = voice?.hear();
    tell({
      ...(level === undefined ? {} : { source: level }),
      ...(spoken === undefined ? {} : { microphone: spoken }),
    });
  }, meterIntervalMs);

  return {
    track: mix?.track ?? own ?? microphone?.getAudioTracks()[0],
    isLive: () => own?.readyState === 'live' || voice?.isAwaited() === true,
    adjust(change) {
      if (change.sourceGain !== undefined) source?.setGain(change.sourceGain);
      voice?.adjust(change);
    },
    progress: () => ({
      sourceSound: own !== undefined,
      ...(voice === undefined ? {} : { microphone: voice.progress() }),
    }),
    sourcePeak() {
      const peak = loudest;
      loudest = 0;
      return own === undefined ? undefined : peak;
    },
    close() {
      clearInterval(timer);
      mix?.close();
      voice?.close();
      running.close();
    },
  };
}

const noSound: SoundPart = {
  track: undefined,
  isLive: () => false,
  adjust: () => undefined,
  progress: () => ({ sourceSound: false }),
  sourcePeak: () => undefined,
  close: () => undefined,
};
