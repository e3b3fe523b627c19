import { expect } from '@playwright/test';
import type { MicrophoneProgress } from '../src/domain/snapshot';
import type { TestBrowser } from './support/browser';
import { readSlices } from './support/database';
import { downloadOnly } from './support/library';
import { decodeMedia } from './support/media-file';
import { evaluateOffscreen } from './support/offscreen';
import { readPackets } from './support/packets';
import { adjust, onlyRecording, readSnapshot, startWith, stop, waitForState } from './support/session';
import { readSamples, toneLevels } from './support/sound';
import { stageMicrophones } from './support/staged-microphones';
import { test } from './support/test';

const hertz = { Desk: 440, Headset: 880 };

test.use({ launch: { answers: { microphone: 'allow' } } });

async function expectMicrophone(app: TestBrowser, expected: Partial<MicrophoneProgress>): Promise<void> {
  const read = async () => (await readSnapshot(app)).progress?.microphone;
  await expect.poll(read, { timeout: 15_000, intervals: [100] }).toMatchObject(expected);
}

/** Waits for slices that begin after now. */
async function expectMoreSlices(app: TestBrowser): Promise<void> {
  const before = (await readSlices(app.probe)).length;
  const count = async () => (await readSlices(app.probe)).length;
  await expect.poll(count, { intervals: [100] }).toBeGreaterThan(before + 2);
}

test('a microphone that goes and comes back, or is changed for another, leaves no break in the file', async ({
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
  await expectMoreSlices(app);

  await microphones.plug();
  await expectMicrophone(app, { label: 'Desk', state: 'gone' });
  await expectMoreSlices(app);
  await microphones.plug('Headset', 'Desk');
  await expectMicrophone(app, { label: 'Desk', state: 'live' });
  await expectMoreSlices(app);

  await adjust(app, { microphoneId: 'Headset' });
  await expectMicrophone(app, { label: 'Headset', state: 'live' });
  await expectMoreSlices(app);
  expect(await stop(app)).toMatchObject({ state: 'complete' });

  const file = await downloadOnly(app);
  expect((await decodeMedia(file)).complaints).toEqual([]);
  const times = (await readPackets(file)).audio.map(({ time }) => time);
  const steps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  expect(Math.max(...steps), 'the sound has no gap').toBeLessThan(0.2);

  const samples = await readSamples(file);
  const desk = toneLevels(samples, hertz.Desk);
  const headset = toneLevels(samples, hertz.Headset);
  const heard = desk.map((level, index) =>
    level > -30 ? 'Desk' : (headset[index] ?? 0) > -30 ? 'Headset' : 'nothing',
  );
  const changes = heard.slice(2).filter((name, index) => name !== heard[index + 1]);
  expect(changes).toEqual(['nothing', 'Desk', 'Headset']);
});

test('a microphone that hears nothing is warned of, and nothing ever keeps the recorder waiting', async ({
  app,
  tab,
  site,
}) => {
  await tab.goto(site.silent);
  const microphones = await stageMicrophones(app, hertz);
  await microphones.plug('Desk');
  await microphones.setLoudness(0);
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
  expect(await startWith(app, { source: 'tab', microphone: true, timesliceMs: 250 }, tab)).toMatchObject({
    ok: true,
  });
  await expectMicrophone(app, { state: 'live' });
  await expectMicrophone(app, { state: 'silent' });
  await expectMoreSlices(app);
  await microphones.setLoudness(0.5);
  await expectMicrophone(app, { state: 'live' });

  await adjust(app, { muted: true });
  await expectMoreSlices(app);
  await evaluateOffscreen(app, 'Promise.all(contexts.map((context) => context.suspend()))');
  await expectMoreSlices(app);
  const states = await evaluateOffscreen(app, 'contexts.map(({ state }) => state)');
  expect(states).toEqual(['running']);
  await microphones.plug();
  await expectMicrophone(app, { state: 'gone' });
  await expectMoreSlices(app);
  await stop(app);
  const { complaints, endsAt } = await decodeMedia(await downloadOnly(app));
  expect(complaints).toEqual([]);
  expect(endsAt).toBeGreaterThan(8);
});

test('a microphone alone that does not come back ends the recording, which is kept', async ({ app }) => {
  const microphones = await stageMicrophones(app, hertz);
  await microphones.plug('Desk', 'Headset');
  expect(await startWith(app, { source: 'microphone', timesliceMs: 250 })).toMatchObject({ ok: true });
  await expectMoreSlices(app);
  await microphones.plug('Headset');
  await expectMicrophone(app, { label: 'Headset', state: 'live' });
  await expectMoreSlices(app);
  await microphones.plug();
  await expectMicrophone(app, { state: 'gone' });
  await waitForState(app, 'inactive');
  expect(await onlyRecording(app)).toMatchObject({
    state: 'complete',
    failure: { code: 'microphone-gone' },
  });
  const file = await downloadOnly(app);
  const { complaints, audioFrames } = await decodeMedia(file);
  expect(complaints).toEqual([]);
  expect(audioFrames).toBeGreaterThan(50);
  const samples = await readSamples(file);
  expect(Math.max(...toneLevels(samples, hertz.Desk))).toBeGreaterThan(-30);
  expect(Math.max(...toneLevels(samples, hertz.Headset))).toBeGreaterThan(-30);
});
