import type { Cue } from '../domain/captions';

/** Captions that the browser shows on a video. */
export interface CaptionTrack {
  /** Shows these instead of those before. */
  set(cues: readonly Cue[]): void;
  show(isShown: boolean): void;
}

/**
 * Adds a track of captions to a media element. It can't be removed any more.
 *
 * @param onActive called with the cues of each moment, also while they are not shown
 * @see https://html.spec.whatwg.org/multipage/media.html#dom-media-addtexttrack
 */
export function createCaptionTrack(
  media: HTMLMediaElement,
  label: string,
  onActive: (cues: readonly VTTCue[]) => void,
): CaptionTrack {
  const track = media.addTextTrack('captions', label);
  const active = () => [...(track.activeCues ?? [])].filter((cue) => cue instanceof VTTCue);
  track.addEventListener('cuechange', () => onActive(active()));
  let known = '';
  return {
    set(cues) {
      // The library reads its rows again with each change of any recording: the caption on the video would flicker.
      const next = JSON.stringify(cues);
      if (next === known) return;
      known = next;
      // Without a mode, the track has no list of cues.
      if (track.mode === 'disabled') track.mode = 'hidden';
      for (const cue of [...(track.cues ?? [])]) track.removeCue(cue);
      for (const cue of cues) track.addCue(vttCue(cue));
      onActive(active());
    },
    show(isShown) {
      track.mode = isShown ? 'showing' : 'hidden';
    },
  };
}

function vttCue({ startMs, endMs, text, settings = '' }: Cue): VTTCue {
  const cue = new VTTCue(startMs / 1000, endMs / 1000, text);
  for (const setting of settings.split(/\s+/)) {
    const [name, value = ''] = setting.split(/:(.*)/);
    try {
      applySetting(cue, name, value.split(',')[0] ?? '');
    } catch {
      // What the browser doesn't know leaves the caption where it is by default.
    }
  }
  return cue;
}

/** @throws DOMException if the value is invalid */
function applySetting(cue: VTTCue, name: string | undefined, value: string): void {
  const isPercent = value.endsWith('%');
  const number = Number.parseFloat(value);
  if (name === 'align') cue.align = value as AlignSetting;
  else if (name === 'vertical') cue.vertical = value as DirectionSetting;
  else if (Number.isNaN(number)) return;
  else if (name === 'size') cue.size = number;
  else if (name === 'position') cue.position = number;
  else if (name === 'line') {
    cue.snapToLines = !isPercent;
    cue.line = number;
  }
}
