import type { Wishes } from './controller';

/** The keyboard commands of the manifest. */
export function onCommand(wishes: Wishes, name: string, tab: Parameters<Wishes['toggle']>[0]): Promise<void> {
  switch (name) {
    case 'toggle-recording':
      return wishes.toggle(tab);
    case 'pause-resume':
      return wishes.pauseOrResume();
    case 'save-now':
      return wishes.saveNow();
    case 'mute-microphone':
      return wishes.muteOrUnmute();
    default:
      return Promise.resolve();
  }
}
