import { expect } from '@playwright/test';
import { at, button } from '../support/cutting';
import { readRecordings, readSlices } from '../support/database';
import { articles, download, openLibrary } from '../support/library';
import { readPackets } from '../support/packets';
import { killBrowser } from '../support/processes';
import { startRecording, stop, waitUntilSafe } from '../support/session';
import { test } from '../support/test';

for (const [precision, afterMs] of [
  ['Lossless', 0],
  ['Exact', 0],
  ['Exact', 400],
] as const) {
  test(`a browser killed ${afterMs} ms into a cut (${precision}) keeps the original, and nothing half-made`, async ({
    launchOwn,
    site,
  }) => {
    const first = await launchOwn({ windowSize: [640, 480] });
    const tab = await first.context.newPage();
    await tab.goto(site.moving);
    await startRecording(first, tab, { format: 'webm-vp8', timeslice: '1 s' });
    await waitUntilSafe(first, 4500);
    await stop(first);
    const before = { slices: await readSlices(first.probe), recordings: await readRecordings(first.probe) };
    const library = await openLibrary(first);
    const original = await readPackets((await download(library, articles(library))).file);
    const player = articles(library);
    await button(player, 'Play').click();
    await button(player, 'Pause').click();
    await at(player, 1.2, 'Set in');
    await button(player, 'Keep selection').click();
    await player.getByRole('radio', { name: precision }).check();
    await button(player, 'Save as new recording').click();
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    await killBrowser(first);

    const again = await launchOwn({ profile: first.profile });
    const page = await openLibrary(again);
    await expect(articles(page).first()).toBeVisible();
    const recordings = await readRecordings(again.probe);
    const slices = await readSlices(again.probe);
    // Either the cut was made, or there is no trace of it.
    const made = recordings.filter(({ id }) => id !== before.recordings[0]?.id);
    const needed = new Set(recordings.flatMap(({ ranges }) => ranges.map(({ mediaId }) => mediaId)));
    expect(slices.filter(({ recordingId }) => !needed.has(recordingId))).toEqual([]);
    expect(slices.filter(({ recordingId }) => recordingId === before.recordings[0]?.id)).toEqual(
      before.slices,
    );
    expect(made.length).toBeLessThanOrEqual(1);
    await expect(articles(page)).toHaveCount(1 + made.length);
    for (const cut of made) expect(cut.name).toContain('(cut)');
    const { file } = await download(page, articles(page).last());
    expect(await readPackets(file)).toEqual(original);
  });
}
