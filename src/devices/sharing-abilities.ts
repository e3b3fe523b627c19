/** What a browser can do with a screen or window that the user shares. */
export interface SharingAbilities {
  /** Whether it can share the audio of a tab or of the system. */
  readonly sound: boolean;
  /** Whether its picker lists tabs, and opens on the kind of source that was asked for. */
  readonly surface: boolean;
  /** Whether a recording can keep its size while that of the source changes: its frames must pass through our hands. */
  readonly oneSize: boolean;
}

/** `displaySurface` and the like are not in TypeScript's DOM library yet. */
type Constraint = keyof MediaTrackSupportedConstraints | 'suppressLocalAudioPlayback';

/**
 * Asks the browser, by what it supports.
 *
 * @param supported names the constraints, as in `getSupportedConstraints()`
 * @see https://www.w3.org/TR/screen-capture/#extensions-to-mediatracksupportedconstraints
 */
export function sharingAbilities(
  supported: { readonly [name in Constraint]?: boolean } = navigator.mediaDevices.getSupportedConstraints(),
  hasFrames = 'MediaStreamTrackProcessor' in globalThis,
): SharingAbilities {
  return {
    sound: supported.suppressLocalAudioPlayback === true,
    surface: supported.displaySurface === true,
    oneSize: hasFrames,
  };
}
