import type { Surface } from '../../domain/options';
import type { Size } from '../../domain/picture-box';

/** `systemAudio` and the like are not in TypeScript's DOM library yet. */
interface PickerOptions extends DisplayMediaStreamOptions {
  readonly systemAudio: 'include' | 'exclude';
  readonly surfaceSwitching: 'include' | 'exclude';
  readonly selfBrowserSurface: 'include' | 'exclude';
  readonly monitorTypeSurfaces: 'include' | 'exclude';
}

/**
 * The options for the browser's picker.
 *
 * @param surface the kind of source that the picker shows first; the user may choose another
 * @param box the largest size, in px
 */
export function pickerOptions(
  surface: Surface,
  { width, height }: Size,
  frameRate: number,
): DisplayMediaStreamOptions {
  const options: PickerOptions = {
    video: {
      displaySurface: surface,
      width: { max: width },
      height: { max: height },
      frameRate: { max: frameRate },
    },
    // Music is not noise. With echo cancellation off too, Chromium 156 loses the audio when the user switches the tab.
    audio: { noiseSuppression: false, autoGainControl: false },
    systemAudio: 'include',
    surfaceSwitching: 'include',
    selfBrowserSurface: 'exclude',
    monitorTypeSurfaces: 'include',
  };
  return options;
}
