import type { PicturePart } from '../recorder/part';
import { insetPictureDeps, openInsetPicture } from '../recorder/picture/inset-picture';
import { openPicture } from '../recorder/picture/picture';
import { openSources, type Sources, type SourcesDeps, sourcesDeps } from '../recorder/production';
import { openMix } from '../recorder/sound/mix';
import { openSound, soundDeps } from '../recorder/sound/sound';
import { createCanvasInset } from './canvas-inset';
import { type ChosenDeps, openChosen } from './chosen-source';

const nothing = () => undefined;
const noWatch = { start: nothing, stop: nothing };

/**
 * Opens the sources of a recording in a browser that hands out neither the frames nor the audio blocks of a track, and
 * wants a click before it shows its picker.
 */
export function openWindowSources({
  choiceMade,
  minimize,
}: Omit<ChosenDeps, 'devices'>): (...args: Parameters<typeof openSources>) => Promise<Sources> {
  const deps: SourcesDeps = {
    ...sourcesDeps,
    openShared: (plan, container) =>
      openChosen(plan, container, { devices: navigator.mediaDevices, choiceMade, minimize }),
    // A screen or window that doesn't change still sends its frames.
    requestIdleFrames: () => nothing,
    // Its encoder converts everything to BT.601, and says nothing of it.
    createColorWatch: (_track, _assumed, found) => ({ ...noWatch, start: () => found('bt601') }),
    createCameraColorWatch: (_track, found) => ({ ...noWatch, start: () => found('bt601') }),
    openPicture: (inputs, options, events): PicturePart =>
      // Neither one size nor other colors can be had, so that only an inset is drawn.
      openPicture(
        inputs,
        { ...options, followSize: true, format: 'automatic' },
        events,
        (...[screen, opened]) =>
          openInsetPicture(screen, opened, options, events, undefined, {
            ...insetPictureDeps,
            createInset: (track, layout, _sizedBy, onBroken) => createCanvasInset(track, layout, onBroken),
          }),
      ),
    openSound: (inputs, options, events) =>
      openSound(inputs, options, events, {
        ...soundDeps,
        // The mix is not late there.
        retime: async () => undefined,
        openMix: (context, mixed, onBroken) =>
          openMix(context, mixed, onBroken, {
            retime: async () => undefined,
            createLatenessWatch: () => noWatch,
          }),
      }),
  };
  return (plan, container, events) => openSources(plan, container, events, deps);
}
