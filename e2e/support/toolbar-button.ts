import { expect } from '@playwright/test';
import type { Display, Place } from './display';
import { often } from './often';

/** The main colour of `icons/idle.svg`. */
const idle = [0x5f, 0x5f, 0xe0] as const;

/** The height of the tab strip and the toolbar together, in px. */
const toolbarHeight = 86;

/** Where the extension's button is in the toolbar of a visible browser. No tab may show a page of the extension. */
export async function toolbarButton(display: Display): Promise<Place> {
  let place: Place | undefined;
  await expect
    .poll(
      async () => {
        place = await display.locate(idle, toolbarHeight);
        return place;
      },
      { message: 'the button is in the toolbar', ...often },
    )
    .toBeDefined();
  return place as Place;
}
