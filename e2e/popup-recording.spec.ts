import { expect, type Page } from '@playwright/test';
import { often } from './support/often';
import { clickAway, openPopup } from './support/popup';
import {
  ask,
  choose,
  inPopup,
  readSnapshot,
  showMore,
  startRecording,
  startWith,
  stop,
  untilSnapshot,
  waitForSlices,
  waitForState,
} from './support/session';
import { test } from './support/test';
import { sentence } from './support/texts';

test.use({ shared: true, launch: { devices: true, answers: { microphone: 'allow', camera: 'allow' } } });

const value = (popup: Page, name: string) =>
  popup.getByRole('meter', { name }).evaluate((meter: HTMLMeterElement) => meter.value);

test('while recording: a live preview, the level of each input, and mute', async ({ app, tab }) => {
  await startRecording(app, tab, { microphone: true });
  await waitForSlices(app, 1);
  const popup = await openPopup(app, tab);

  const thumbnail = popup.getByRole('img', { name: 'Live preview' });
  const colors = () =>
    thumbnail.evaluate((shown: HTMLCanvasElement) => {
      const { width, height } = shown;
      const context = new OffscreenCanvas(width, height).getContext('2d');
      context?.drawImage(shown, 0, 0);
      const pixels = context?.getImageData(0, 0, width, height).data.buffer;
      return { width, colors: new Set(new Uint32Array(pixels ?? new ArrayBuffer())).size };
    });
  await expect
    .poll(async () => (await colors()).colors, { message: 'it shows the page', ...often })
    .toBeGreaterThan(2);
  expect((await colors()).width).toBe(320);

  for (const name of ['Microphone level', 'Tab audio level'])
    await expect.poll(() => value(popup, name), { intervals: [50], message: name }).toBeGreaterThan(20);

  await popup.getByRole('button', { name: 'Mute microphone', exact: true }).click();
  const unmute = popup.getByRole('button', { name: 'Unmute microphone', exact: true });
  await expect(unmute).toBeVisible();
  expect((await readSnapshot(app)).progress?.microphone).toMatchObject({ muted: true });
  await unmute.click();
  await expect(popup.getByRole('button', { name: 'Mute microphone', exact: true })).toBeVisible();
  expect((await readSnapshot(app)).progress?.microphone).toMatchObject({ muted: false });

  // The second click of a double-click is one on the button that is there by then.
  const pause = popup.getByRole('button', { name: 'Pause', exact: true });
  const resume = popup.getByRole('button', { name: 'Resume', exact: true });
  await pause.click();
  await expect(resume).toBeVisible();
  await resume.hover();
  await popup.mouse.down({ clickCount: 2 });
  await popup.mouse.up({ clickCount: 2 });
  await expect(pause).toBeVisible();
  expect((await readSnapshot(app)).session.state).toBe('recording');

  // Quicker than any hand: in the very task in which the button changes, before the last command is answered.
  await popup.evaluate(() => {
    const button = () =>
      [...document.querySelectorAll('button')].find(({ textContent }) =>
        /^(?:Pause|Resume)/.test(textContent),
      );
    const label = () => /^[A-Z][a-z]+/.exec(button()?.textContent ?? '')?.[0];
    const seen = [label()];
    Object.assign(globalThis, { seenLabels: seen });
    new MutationObserver((_, observer) => {
      if (label() === undefined || label() === seen.at(-1)) return;
      seen.push(label());
      if (seen.length > 4) observer.disconnect();
      else button()?.click();
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
    // Two clicks on one label are one command.
    button()?.click();
    button()?.click();
  });
  const labels = () =>
    popup.evaluate(() => (globalThis as unknown as { seenLabels: readonly string[] }).seenLabels);
  await expect.poll(labels, often).toEqual(['Pause', 'Resume', 'Pause', 'Resume', 'Pause']);
  await untilSnapshot(app, ({ session }) => session.state === 'recording');
  const below = popup.getByRole('button', { name: sentence('goToTab'), exact: true });
  const place = await below.boundingBox();
  // Two buttons in one task: neither click is lost.
  await popup.evaluate(() => {
    for (const name of ['Make safe now', 'Pause']) {
      const buttons = [...document.querySelectorAll('button')];
      buttons.find(({ textContent }) => textContent.startsWith(name))?.click();
    }
  });
  await waitForState(app, 'paused');
  const answer = popup.getByText(sentence('madeSafe')).or(popup.getByText(sentence('restAfterPause')));
  await expect(answer, 'the answer to “Make safe now”').toBeVisible();
  expect(await below.boundingBox(), 'what stands below keeps its place').toEqual(place);
  await expect(popup.getByRole('alert')).toHaveCount(0);
  await stop(app);
});

test('the camera can be turned on while recording only if that was chosen before', async ({ app, tab }) => {
  const camera = (popup: Page) => popup.getByRole('switch', { name: 'Camera inset', exact: true });
  for (const isChosen of [false, true]) {
    await inPopup(app, tab, async (popup) => {
      await showMore(popup);
      const later = popup.getByRole('switch', { name: 'Can be turned on while recording', exact: true });
      await later.setChecked(isChosen);
      await clickAway(popup);
      await waitForState(app, 'recording');
    });
    await waitForSlices(app, 1);
    await inPopup(app, tab, async (popup) => {
      await expect(popup.getByRole('button', { name: 'Stop', exact: true })).toBeVisible();
      await expect(camera(popup)).toHaveCount(isChosen ? 1 : 0);
      if (!isChosen) return;
      // It stays as clicked while the camera opens.
      await camera(popup).check();
      await untilSnapshot(app, ({ progress }) => progress?.inset?.shown === true);
      await expect(camera(popup)).toBeChecked();
    });
    expect(await ask(app, { to: 'background', name: 'stop' })).toMatchObject({ ok: true });
    await waitForState(app, 'inactive');
  }
});

test('a recording that ended on its own says why, until a start is refused', async ({ app, tab }) => {
  const options = { source: 'camera', resolution: 480, format: 'webm-vp8', stopAfterMs: 3000 } as const;
  expect(await startWith(app, options)).toMatchObject({ ok: true });
  await waitForState(app, 'inactive');
  const popup = await openPopup(app, tab);
  await expect(popup.getByRole('status')).toHaveText('Saved: stopped after 3 s');

  // A start that is refused before there is a recorder leaves the last recording as it is.
  await tab.goto('chrome://version');
  await popup.getByRole('button', { name: 'Start recording', exact: true }).click();
  await expect(popup.getByRole('alert')).toContainText(sentence('failureTabNotInvokedWhat'));
  await choose(popup, { source: 'Camera' });
  await expect(popup.getByRole('alert')).toBeVisible();
  await expect(popup.getByRole('status')).toHaveText(sentence('stateIdle'));
});
