import type { CaptureOptions } from '../domain/options';
import type { Progress } from '../domain/snapshot';
import { keepAudible } from './audible';
import type { Part } from './production';

/** What the sound is made of. */
export interface SoundInputs {
  /** The tab, or what the person picked. */
  readonly shared: MediaStream | undefined;
  readonly microphone: MediaStream | undefined;
}

/** The sound of a production, and what is heard of the source in it. */
export interface Sound extends Part<Pick<Progress, 'microphone' | 'sourceSound'>> {
  /** How loud the source's own sound has been since the last call, 0 to 1; `undefined` where it has none. */
  sourcePeak(): number | undefined;
}

/** Opens the sound of a production: the source's own, or the microphone's, recorded directly. */
export function openSound(
  { shared, microphone }: SoundInputs,
  { source }: CaptureOptions,
  changed: () => void,
): Sound {
  const [own] = shared?.getAudioTracks() ?? [];
  const [voice] = microphone?.getAudioTracks() ?? [];
  const track = own ?? voice;
  track?.addEventListener('ended', changed);
  const silence = shared !== undefined && source === 'tab' ? keepAudible(shared) : () => undefined;
  return {
    track,
    isLive: () => track?.readyState === 'live',
    adjust: () => undefined,
    progress: () => ({ sourceSound: own !== undefined }),
    sourcePeak: () => undefined,
    close: silence,
  };
}
