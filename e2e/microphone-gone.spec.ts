import { expect, type Page } from '@playwright/test';
import type { MicrophoneProgress, RecorderSnapshot } from '../src/domain/snapshot';
import type { TestBrowser } from './support/browser';
import { readSlices } from './support/database';
import { openLab } from './support/lab';
import { articles, downloadOnly, openLibrary } from './support/library';
import { decodeMedia } from './support/media-file';
import { evaluateOffscreen } from './support/offscreen';
import { often } from './support/often';
import { readPackets } from './support/packets';
import { expectSaved } from './support/saved-card';
import { adjust, onlyRecording, readSnapshot, startWith, stop, waitForState } from './support/session';
import type { Site } from './support/site';
import { readSamples, toneLevels } from './support/sound';
import { type StagedMicrophones, stageMicrophones } from './support/staged-microphones';
import { test } from './support/test';

const hertz = { Desk: 440, Headset: 880 };

/** How many slices of 250 ms each phase lasts: 2 s at least. */
const phaseSlices = 8;

test.use({ launch: { answers: { microphone: 'allow' } }, shared: true });

async function expectMicrophone(app: TestBrowser, expected: Partial<MicrophoneProgress>): Promise<void> {
  const read = async () => (await readSnapshot(app)).progress?.microphone;
  await expect.poll(read, { timeout: 60_000, intervals: [100] }).toMatchObject(expected);
}

/** Waits for slices that begin after now. */
async function expectMoreSlices(app: TestBrowser, more = 3): Promise<void> {
  const before = (await readSlices(app.probe)).length;
  const count = async () => (await readSlices(app.probe)).length;
  await expect.poll(count, { timeout: 60_000, intervals: [100] }).toBeGreaterThanOrEqual(before + more);
}

test('a microphone that is unplugged, plugged in again and switched leaves no break in the file', async ({
  app,
  tab,
  site,
}) => {
  await tab.goto(site.silent);
  const microphones = await stageMicrophones(app, hertz);
  await microphones.plug('Desk');
  const chosen = { source: 'tab', microphone: true, microphoneId: 'Desk', timesliceMs: 250 } as const;
  expect(await startWith(app, chosen, tab)).toMatchObject({ ok: true });
  await expectMicrophone(app, { label: 'Desk', state: 'live', muted: false });
  await expectMoreSlices(app, phaseSlices);

  await microphones.plug();
  await expectMicrophone(app, { label: 'Desk', state: 'gone' });
  await expectMoreSlices(app, phaseSlices);
  await microphones.plug('Headset', 'Desk');
  await expectMicrophone(app, { label: 'Desk', state: 'live' });
  await expectMoreSlices(app, phaseSlices);

  await adjust(app, { microphoneId: 'Headset' });
  await expectMicrophone(app, { label: 'Headset', state: 'live' });
  await expectMoreSlices(app, phaseSlices);
  const recording = await stop(app);
  expect(recording).toMatchObject({ state: 'complete' });
  const lab = await openLab(app.probe);
  const timeline = await lab.run('timelineOf', recording.id);
  // A busy machine may stall, which is noted too.
  const events = timeline.events.filter(({ what }) => what.startsWith('microphone'));
  expect(events).toEqual([
    { what: 'microphone-gone', atMs: expect.any(Number), untilMs: expect.any(Number) },
    { what: 'microphone-changed', atMs: expect.any(Number), label: 'Headset' },
  ]);
  const [gone, changed] = events;
  expect(gone?.untilMs).toBeGreaterThan(gone?.atMs ?? Number.POSITIVE_INFINITY);
  expect(changed?.atMs).toBeGreaterThan(gone?.untilMs ?? Number.POSITIVE_INFINITY);

  const library = await openLibrary(app);
  await articles(library).getByRole('button', { name: 'Play', exact: true }).click();
  await articles(library)
    .getByText(new RegExp(`^${timeline.events.length} events$`))
    .click();
  for (const text of ['Microphone disconnected', 'Microphone changed: Headset']) {
    await expect(articles(library).getByRole('button', { name: text })).toBeVisible();
  }
  await expect(articles(library).locator('rect[data-kind="device"]')).toHaveCount(1);
  await library.close();

  const file = await downloadOnly(app);
  expect((await decodeMedia(file)).complaints).toEqual([]);
  const times = (await readPackets(file)).audio.map(({ time }) => time);
  const steps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  expect(steps.length, 'there is sound').toBeGreaterThan(10);
  expect(Math.max(...steps)).toBeGreaterThan(0.005);
  // Each of the phases lasts longer.
  expect(Math.max(...steps), 'and it has no gap').toBeLessThan(1);

  const samples = await readSamples(file);
  const desk = toneLevels(samples, hertz.Desk);
  const headset = toneLevels(samples, hertz.Headset);
  const heard = desk.map((level, index) =>
    level > -30 ? 'Desk' : (headset[index] ?? 0) > -30 ? 'Headset' : 'nothing',
  );
  expect(phasesOf(heard)).toEqual(['Desk', 'nothing', 'Desk', 'Headset']);
});

/** What was heard, in order. Less than 800 ms of anything may be noise from a change, or from a busy machine. */
function phasesOf(heard: readonly string[]): string[] {
  const lasting = heard.filter(
    (name, at) => at >= 7 && heard.slice(at - 7, at).every((each) => each === name),
  );
  return lasting.filter((name, at) => name !== lasting[at - 1]);
}

/** Starts a recording of a silent tab with a microphone at half scale. */
async function startWithMicrophone(app: TestBrowser, tab: Page, site: Site): Promise<StagedMicrophones> {
  await tab.goto(site.silent);
  const microphones = await stageMicrophones(app, hertz);
  await microphones.plug('Desk');
  // Every context that is opened from now on can be suspended from outside.
  await evaluateOffscreen(
    app,
    `{
      const Context = AudioContext;
      globalThis.contexts = [];
      globalThis.AudioContext = class extends Context {
        constructor(...options) {
          super(...options);
          contexts.push(this);
        }
      };
    }`,
  );
  const chosen = { source: 'tab', microphone: true, timesliceMs: 250 } as const;
  expect(await startWith(app, chosen, tab)).toMatchObject({ ok: true });
  await expectMicrophone(app, { state: 'live' });
  return microphones;
}

async function expectGood(app: TestBrowser): Promise<void> {
  expect(await stop(app)).toMatchObject({ state: 'complete' });
  expect((await decodeMedia(await downloadOnly(app))).complaints).toEqual([]);
}

test('a warning shows while the microphone is silent, and slices keep coming', async ({ app, tab, site }) => {
  const microphones = await startWithMicrophone(app, tab, site);
  await microphones.setLoudness(0);
  await expectMicrophone(app, { state: 'silent' });
  await expectMoreSlices(app);
  await microphones.setLoudness(0.5);
  await expectMicrophone(app, { state: 'live' });
  await expectGood(app);
});

test('while the microphone is muted, slices keep coming', async ({ app, tab, site }) => {
  await startWithMicrophone(app, tab, site);
  await adjust(app, { muted: true });
  await expectMicrophone(app, { muted: true });
  await expectMoreSlices(app);
  await expectGood(app);
});

test('an audio context that the browser suspends is resumed, and slices keep coming', async ({
  app,
  tab,
  site,
}) => {
  await startWithMicrophone(app, tab, site);
  await evaluateOffscreen(app, 'Promise.all(contexts.map((context) => context.suspend()))');
  await expectMoreSlices(app);
  const states = () => evaluateOffscreen(app, 'contexts.map(({ state }) => state)');
  await expect.poll(states, often).toEqual(['running']);
  await expectGood(app);
});

test('a recording of a microphone alone ends, and is kept, once no microphone is left', async ({
  app,
  site,
}) => {
  const microphones = await stageMicrophones(app, hertz);
  await microphones.plug('Desk', 'Headset');
  expect(await startWith(app, { source: 'microphone', timesliceMs: 250 })).toMatchObject({ ok: true });
  await expectMoreSlices(app);
  await microphones.plug('Headset');
  await expectMicrophone(app, { label: 'Headset', state: 'live' });
  await expectMoreSlices(app);
  // It is gone for 5 s only, then the recording ends.
  await app.probe.evaluate(() => {
    const states: (string | undefined)[] = [];
    Object.assign(globalThis, { states });
    new BroadcastChannel('timeslice:snapshot').onmessage = ({ data }: MessageEvent<RecorderSnapshot>) =>
      states.push(data.progress?.microphone?.state);
  });
  await microphones.plug();
  await waitForState(app, 'inactive');
  const states = await app.probe.evaluate(() => (globalThis as unknown as { states: unknown[] }).states);
  expect(states, 'meanwhile, it was reported as gone').toContain('gone');
  const { durationMs, ...recording } = await onlyRecording(app);
  expect(recording).toMatchObject({ state: 'complete', failure: { code: 'microphone-gone' } });
  const page = await app.context.newPage();
  await page.goto(site.still);
  await expectSaved(app, page);
  const file = await downloadOnly(app);
  const { complaints, audioFrames } = await decodeMedia(file);
  expect(complaints).toEqual([]);
  expect(audioFrames).toBeGreaterThan(50);
  expect(audioFrames).toBeLessThan(60 * (durationMs / 1000 + 1));
  const samples = await readSamples(file);
  expect(Math.max(...toneLevels(samples, hertz.Desk))).toBeGreaterThan(-30);
  expect(Math.max(...toneLevels(samples, hertz.Headset))).toBeGreaterThan(-30);
});
