import { expect, type Locator, type Page } from '@playwright/test';
import type { TestBrowser } from './support/browser';
import { readRecordings } from './support/database';
import { extensionUrl, pages } from './support/extension';
import { expectFits, narrow } from './support/narrow';
import { often } from './support/often';
import { clickAway } from './support/popup';
import {
  ask,
  choose,
  inPopup,
  showMore,
  startRecording,
  startWith,
  stop,
  waitForSlices,
  waitForState,
} from './support/session';
import { test } from './support/test';
import { sentence } from './support/texts';

const start = (popup: Page) => popup.getByRole('button', { name: 'Start recording', exact: true });
const preview = (popup: Page) => popup.getByLabel('Camera preview', { exact: true });

/** The popup's page in a tab of its own, whose height can be set. */
async function popupInTab(app: TestBrowser, height: number): Promise<Page> {
  const popup = await app.context.newPage();
  await popup.setViewportSize({ width: 360, height });
  await popup.goto(extensionUrl(pages.popup));
  return popup;
}

const scaleOf = (video: Locator) => video.evaluate((shown) => getComputedStyle(shown).scale);

/** Lets a page wait for the next device that it opens. @returns lets it have that */
async function holdDevices(page: Page): Promise<() => Promise<void>> {
  const gate = await page.evaluateHandle(() => {
    const { mediaDevices } = navigator;
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    const held = { release: (): void => undefined };
    const released = new Promise<void>((resolve) => {
      held.release = resolve;
    });
    mediaDevices.getUserMedia = async (constraints) => {
      await released;
      return open(constraints);
    };
    return held;
  });
  return () => gate.evaluate(({ release }) => release());
}

/**
 * Expects that the Tab key goes from “More” to each of its fields, up to `last`, and none is behind the bar with Start.
 *
 * @param popup shows the camera's preview
 */
async function expectInReach(popup: Page, last: string): Promise<void> {
  await expectPlaying(preview(popup));
  await popup.locator('summary').focus();
  const reached: string[] = [];
  for (let left = 60; left > 0 && reached.at(-1) !== last; left -= 1) {
    await popup.keyboard.press('Tab');
    const name = await popup.evaluate(
      () => document.activeElement?.id || document.activeElement?.textContent,
    );
    const isClear = () =>
      popup.evaluate(() => {
        const field = document.activeElement as HTMLElement;
        const { left, top, right, bottom, height } = field.getBoundingClientRect();
        const bar = document.querySelector('[data-main]')?.parentElement?.getBoundingClientRect();
        const shown = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        const isShown = shown !== null && (field.contains(shown) || shown.contains(field));
        const isAbove = bar !== undefined && height > 0 && top >= 0 && bottom <= bar.top;
        return isShown && isAbove;
      });
    // The browser scrolls to it in its next frame.
    await expect.poll(isClear, { ...often, message: `${name} is in view` }).toBe(true);
    reached.push(name ?? '');
  }
  expect(reached.at(-1), 'the last one').toBe(last);
  expect(new Set(reached).size, 'fields').toBeGreaterThan(15);
}

const forced = { forcedColors: 'active', reducedMotion: 'reduce' } as const;

const colorOf = (element: Locator) => element.evaluate((shown) => getComputedStyle(shown).backgroundColor);

/** Expects that the level of a meter stands out from the rest. */
async function expectLevelShows(page: Page, name: string): Promise<void> {
  const meter = page.getByRole('meter', { name, exact: true });
  // The level is drawn by the nearest element around it that has a background, and the rest beside it. Neither has a role.
  const colors = await meter.evaluate((value) => {
    const colorOf = (element: Element | null): string => {
      if (element === null) return 'none';
      const { backgroundColor } = getComputedStyle(element);
      return backgroundColor === 'rgba(0, 0, 0, 0)' ? colorOf(element.parentElement) : backgroundColor;
    };
    return [colorOf(value.parentElement), colorOf(value.nextElementSibling)];
  });
  expect(colors[0], `${name} shows`).not.toBe(colors[1]);
}

/** Expects that many elements, each with a border that stands out from what is inside. */
async function expectBordered(elements: Locator, count: number): Promise<void> {
  await expect(elements).toHaveCount(count);
  for (const element of await elements.all()) {
    const { width, border, inside } = await element.evaluate((shown) => {
      const { borderTopWidth, borderTopColor, backgroundColor } = getComputedStyle(shown);
      return { width: borderTopWidth, border: borderTopColor, inside: backgroundColor };
    });
    expect(width).not.toBe('0px');
    expect(border, 'its border shows').not.toBe(inside);
  }
}

/** Whether a video plays: its size is known, and its time goes on. */
async function expectPlaying(video: Locator): Promise<void> {
  await expect
    .poll(
      () =>
        video.evaluate(({ videoWidth, currentTime }: HTMLVideoElement) => videoWidth > 0 && currentTime > 0),
      often,
    )
    .toBe(true);
}

test.describe('the popup', () => {
  test.use({ shared: true, launch: { devices: true, answers: { microphone: 'allow', camera: 'allow' } } });

  test('opens with the focus on Start', async ({ app, tab }) => {
    await inPopup(app, tab, (popup) => expect(start(popup)).toBeFocused());
  });

  test('shows what the camera sees before it records, and small what the inset will show', async ({
    app,
    tab,
  }) => {
    await inPopup(app, tab, async (popup) => {
      await choose(popup, { source: 'This tab' });
      await expect(preview(popup)).toHaveCount(0);
      await choose(popup, { inset: true });
      await expectPlaying(preview(popup));
      expect((await preview(popup).boundingBox())?.width).toBeLessThan(60);
      expect(await scaleOf(preview(popup)), 'like a mirror').toBe('-1 1');
      await choose(popup, { inset: false });
      await expect(preview(popup)).toHaveCount(0);
      const openCamera = await holdDevices(popup);
      await choose(popup, { source: 'Camera' });
      const place = await start(popup).boundingBox();
      await openCamera();
      await expectPlaying(preview(popup));
      expect(await start(popup).boundingBox(), 'the button stays in its place').toEqual(place);
      expect((await preview(popup).boundingBox())?.width).toBeGreaterThan(150);
      expect(await scaleOf(preview(popup)), 'like a mirror').toBe('-1 1');
      const stream = await preview(popup).evaluateHandle(
        ({ srcObject }: HTMLVideoElement) => srcObject as MediaStream,
      );
      await choose(popup, { source: 'Microphone only' });
      await expect(preview(popup)).toHaveCount(0);
      expect(await stream.evaluate((old) => old.active), 'the camera is closed').toBe(false);
    });
  });

  test('a camera that was shown is recorded as large as one that was not', async ({ app, tab }) => {
    const sizeOfLast = async () => {
      const { width, height } = (await readRecordings(app.probe)).at(-1) ?? {};
      return { width, height };
    };
    expect(await startWith(app, { source: 'camera' })).toMatchObject({ ok: true });
    await waitForSlices(app, 1);
    await stop(app);
    const size = await sizeOfLast();
    expect(size.height).toBeGreaterThan(480);
    await inPopup(app, tab, async (popup) => {
      await choose(popup, { source: 'Camera' });
      await expectPlaying(preview(popup));
      await clickAway(popup);
      await waitForState(app, 'recording');
    });
    expect(await ask(app, { to: 'background', name: 'stop' })).toMatchObject({ ok: true });
    await waitForState(app, 'inactive');
    expect(await readRecordings(app.probe)).toHaveLength(2);
    expect(await sizeOfLast()).toEqual(size);
  });

  test('a full popup hides “More” behind nothing', async ({ app, tab }) => {
    expect(await startWith(app, { source: 'tab', timesliceMs: 250 }, tab)).toMatchObject({ ok: true });
    await waitForSlices(app, 2);
    await stop(app);
    const popup = await popupInTab(app, 500);
    await expect(popup.getByRole('group', { name: 'Saved recording' })).toBeVisible();
    for (const end of [false, true]) {
      await popup.evaluate((atEnd) => scrollTo(0, atEnd ? document.body.scrollHeight : 0), end);
      const isOnTop = await popup.locator('summary').evaluate((summary) => {
        const { left, top, bottom } = summary.getBoundingClientRect();
        return [top + 2, bottom - 2].every((y) => summary.contains(document.elementFromPoint(left + 8, y)));
      });
      expect(isOnTop, end ? 'at the end' : 'at the beginning').toBe(true);
    }
    await popup.close();
  });

  test('“More” opens in view, and nothing in it is ever behind the bar with Start', async ({ app, tab }) => {
    await inPopup(app, tab, async (popup) => {
      await choose(popup, { source: 'This tab', microphone: true, inset: true });
      await popup.evaluate(() => scrollTo(0, 0));
      await popup.locator('summary').press('Enter');
      for (const name of ['Countdown', 'Format', 'Resolution', 'Quality'])
        await expect(popup.getByRole('combobox', { name, exact: true }), name).toBeInViewport({ ratio: 1 });
      await expectInReach(popup, 'Keyboard shortcuts');

      const opened = app.context.waitForEvent('page');
      await clickAway(popup, popup.getByRole('button', { name: 'Keyboard shortcuts', exact: true }));
      await expect(await opened).toHaveURL('chrome://extensions/shortcuts');
      await (await opened).close();
    });
  });

  test('choices, switches and levels are visible in forced colors', async ({ app, tab }) => {
    await inPopup(app, tab, async (popup) => {
      await popup.emulateMedia(forced);
      await choose(popup, { source: 'This tab', microphone: true });
      expect(await colorOf(start(popup).locator('span').first()), 'the dot shows').not.toBe(
        await colorOf(start(popup)),
      );
      const [chosen, other] = await Promise.all(
        ['This tab', 'Camera'].map((name) =>
          popup
            .getByRole('radio', { name, exact: true })
            // The tile around it and its label has no role.
            .evaluate((radio) => getComputedStyle(radio.closest('div') as Element).outlineStyle),
        ),
      );
      expect([chosen, other]).toEqual(['solid', 'none']);
      const sources = popup.getByRole('radiogroup', { name: 'Source' });
      await expect(sources.getByText('This tab', { exact: true })).toBeVisible();

      const look = (name: string) =>
        popup.getByRole('switch', { name, exact: true }).evaluate((field) => {
          const { backgroundColor } = getComputedStyle(field);
          return [backgroundColor, getComputedStyle(field, '::before').backgroundColor];
        });
      const [on, off] = [await look('Microphone'), await look('Camera inset')];
      expect(on[0], 'on and off differ').not.toBe(off[0]);
      for (const [field, knob] of [on, off]) expect(knob, 'the knob shows').not.toBe(field);

      await expectLevelShows(popup, 'Microphone level');

      await choose(popup, { inset: true });
      await showMore(popup);
      const corner = (name: string) =>
        popup
          .getByRole('radio', { name, exact: true })
          .evaluate((radio) => getComputedStyle(radio, '::before').backgroundColor);
      const [inset, elsewhere] = [await corner('Bottom right'), await corner('Top left')];
      expect(inset, 'the corner shows').not.toBe(elsewhere);
    });

    // While recording.
    const options = { source: 'tab', timesliceMs: 250, microphone: true, inset: true } as const;
    expect(await startWith(app, options, tab)).toMatchObject({ ok: true });
    await waitForSlices(app, 1);
    await inPopup(app, tab, async (popup) => {
      await popup.emulateMedia(forced);
      for (const name of ['Microphone level', 'Tab audio level']) await expectLevelShows(popup, name);
      await expectBordered(popup.getByRole('button', { name: /^(?:Mute|Pause|Make safe now|Stop)/ }), 4);
      const stopButton = popup.getByRole('button', { name: 'Stop', exact: true });
      const square = stopButton.locator('span[aria-hidden]').first();
      expect(await colorOf(square), 'the square shows').not.toBe(await colorOf(stopButton));
    });
    await stop(app);

    const setup = await app.context.newPage();
    await setup.emulateMedia(forced);
    await setup.goto(extensionUrl(pages.setup));
    const steps = setup.getByRole('listitem').filter({ has: setup.getByRole('heading') });
    await expectBordered(steps, 4);
    for (const step of ['One-click tab recording', 'Microphone', 'Camera'])
      await expect(steps.filter({ hasText: step }).getByRole('status').first()).toHaveText('Allowed');
    await expectLevelShows(setup, 'Microphone level');
    const folder = setup.getByRole('switch');
    const knob = await folder.evaluate((field) => getComputedStyle(field, '::before').backgroundColor);
    expect(knob, 'the knob shows').not.toBe(await colorOf(folder));
    await setup.close();
  });
});

test('the failure of a start is in view, however far the popup was scrolled', async ({ app }) => {
  const popup = await popupInTab(app, 480);
  await choose(popup, { source: 'Screen, window or tab…', microphone: true });
  await showMore(popup);
  await popup.getByRole('button', { name: 'Restore defaults', exact: true }).scrollIntoViewIfNeeded();
  expect(await popup.evaluate(() => scrollY)).toBeGreaterThan(0);
  await start(popup).click();
  const alert = popup.getByRole('alert').filter({ hasText: sentence('failureMicrophoneMissingWhat') });
  await expect(alert).toBeInViewport({ ratio: 1 });
});

test.describe('with a blocked microphone and camera', () => {
  test.use({ launch: { devices: true, answers: { microphone: 'block', camera: 'block' } } });

  test('neither can be started as the only source, and the popup says why', async ({ app, tab }) => {
    await inPopup(app, tab, async (popup) => {
      for (const [source, why] of [
        ['Microphone only', 'failureMicrophoneDeniedWhat'],
        ['Camera', 'failureCameraDeniedWhat'],
      ] as const) {
        await choose(popup, { source });
        await expect(start(popup)).toBeDisabled();
        await expect(popup.getByText(sentence(why))).toBeVisible();
        await choose(popup, { source: 'This tab' });
        await expect(start(popup)).toBeEnabled();
      }
    });
  });
});

test.describe('with the button hidden behind the puzzle piece', () => {
  const answers = { microphone: 'allow', camera: 'allow' } as const;
  test.use({ launch: { devices: true, answers, pinned: false } });

  test('the popup says so, and no field is behind the bar that this makes taller', async ({ app, tab }) => {
    await inPopup(app, tab, async (popup) => {
      await expect(popup.getByText(sentence('unpinned'))).toBeVisible();
      await choose(popup, { source: 'This tab', microphone: true, inset: true });
      await showMore(popup);
      await popup.getByRole('combobox', { name: 'Timeslice', exact: true }).selectOption('custom');
      await popup.getByRole('spinbutton').fill('1');
      await expect(popup.getByRole('button', { name: 'Fix', exact: true })).toBeVisible();
      await expectInReach(popup, 'Keyboard shortcuts');
    });
  });
});

test('the popup says nothing of a button that is in view', async ({ app, tab }) => {
  await inPopup(app, tab, async (popup) => {
    await expect(start(popup)).toBeVisible();
    await expect(popup.getByText(sentence('unpinned'))).toBeHidden();
  });
});

test('in the library, “Play” opens in view, and what was deleted gets the focus back', async ({
  app,
  tab,
}) => {
  for (let count = 0; count < 3; count += 1) {
    await startRecording(app, tab, { timeslice: '250 ms' });
    await waitForSlices(app, 2);
    await inPopup(app, tab, (popup) => popup.getByRole('button', { name: 'Stop', exact: true }).click());
    await expect.poll(() => app.probe.evaluate(() => chrome.action.getBadgeText({})), often).not.toBe('REC');
  }
  const library = await app.context.newPage();
  await library.setViewportSize({ width: 700, height: 420 });
  await library.goto(extensionUrl(pages.library));
  const last = library.getByRole('article').last();
  const name = (await last.getByRole('heading').textContent()) ?? '';
  for (const label of ['Play', 'Download', 'Rename', 'Delete'])
    await expect(last.getByRole('button', { name: label, exact: true })).toHaveAccessibleDescription(name);
  await last.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(last.locator('video')).toBeInViewport({ ratio: 0.9 });

  await last.getByRole('button', { name: 'Delete', exact: true }).click();
  await library.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(library.getByRole('article')).toHaveCount(2);
  await library.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(library.getByRole('article')).toHaveCount(3);
  await expect(last.getByRole('button').first()).toBeFocused();
});

test.describe('in Russian, whose words are long', () => {
  test.use({ launch: { language: 'ru' } });

  test('no button of the library, its player or the card is cut off at 320 px', async ({ app, tab }) => {
    expect(await startWith(app, { source: 'tab', timesliceMs: 250 }, tab)).toMatchObject({ ok: true });
    await waitForSlices(app, 2);
    await stop(app);
    const page = await app.context.newPage();
    await page.setViewportSize(narrow);
    for (const [path, place] of [
      [pages.library, page.getByRole('article')],
      [pages.popup, page.getByRole('group', { name: sentence('savedRecording', 'ru') })],
    ] as const) {
      await page.goto(extensionUrl(path));
      const buttons = place.getByRole('button');
      await buttons.first().click({ trial: true });
      if (path === pages.library) {
        await buttons.first().click();
        await expect(page.getByRole('button', { name: sentence('saveCut', 'ru') })).toBeVisible();
        const [previous, next] = ['previousFrame', 'nextFrame'].map((key) =>
          page.getByRole('button', { name: sentence(key, 'ru') }).boundingBox(),
        );
        expect((await next)?.y, 'beside each other').toBe((await previous)?.y);
      }
      await expectFits(page, path);
    }
  });
});
