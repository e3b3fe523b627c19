import { FailureError } from '../domain/failure';
import type { Container } from '../domain/format';
import type { Plan } from '../domain/plan';
import { openShared, type SharingDevices } from '../recorder/sources/shared-source';

/** What opening a screen or window needs. */
export interface ChosenDeps {
  readonly devices: SharingDevices;
  /** Resolves with the user's click on "Choose what to record". */
  readonly choiceMade: () => Promise<void>;
  /** Gets our window out of the way. */
  readonly minimize: () => Promise<void>;
}

/**
 * Opens what the user chooses in the browser's picker, after a click; nothing if the source is a device.
 *
 * @throws FailureError `start-cancelled`, or `permission-dismissed` if nothing was chosen
 * @throws DOMException the browser's refusal, as `getDisplayMedia` rejects with
 */
export async function openChosen(
  plan: Plan,
  container: Container,
  { devices, choiceMade, minimize }: ChosenDeps,
): Promise<MediaStream | undefined> {
  const shared = await openShared(plan, container, {
    getUserMedia: (constraints) => devices.getUserMedia(constraints),
    async getDisplayMedia(options) {
      await choiceMade();
      return devices.getDisplayMedia(options).catch(throwRefusal);
    },
  });
  // If the browser refuses, our window is in the picture: no reason not to record.
  if (shared !== undefined && isInPicture(shared)) await minimize().catch(() => undefined);
  return shared;
}

/** Whether a whole screen is shared: our window would be in its picture. One that is only covered keeps its timers. */
function isInPicture(shared: MediaStream): boolean {
  const [screen] = shared.getVideoTracks();
  return screen !== undefined && screen.getSettings().displaySurface !== 'window';
}

/** Escape and "Block" can't be told apart: nothing was chosen. */
function throwRefusal(error: unknown): never {
  if (!(error instanceof DOMException) || error.name !== 'NotAllowedError') throw error;
  throw new FailureError('permission-dismissed', `${error.name}: ${error.message}`);
}
