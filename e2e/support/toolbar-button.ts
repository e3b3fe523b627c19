import { type Display, locateAtRest, type Place } from './display';

/** The main color of `icons/idle.svg`. */
const idle = [0x5f, 0x5f, 0xe0] as const;

/** The height of the tab strip and the toolbar together, in px. */
const toolbarHeight = 86;

/** Where the extension's button is in the toolbar of a visible browser, once it is at rest. No tab may show a page of the extension. */
export function toolbarButton(display: Display): Promise<Place> {
  return locateAtRest(display, idle, toolbarHeight);
}
