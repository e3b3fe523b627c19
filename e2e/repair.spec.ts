import { expect } from '@playwright/test';
import { type BareRecorder, recordBare } from './support/bare-recorder';
import { cutLength, expectWholePackets, judgeRepairedInPlayers } from './support/judge-repaired';
import { openLibrary } from './support/library';
import { type card, openFile, saveRepaired, writeNamed } from './support/opened-file';
import { test } from './support/test';
import { sentence } from './support/texts';

test.use({ shared: true });

/** Without a type, the browser chooses one; without a timeslice, a WebM is complete when it stops. */
const recorders: readonly BareRecorder[] = [
  { hasVideo: true },
  { hasVideo: true, type: 'video/mp4', timesliceMs: 500 },
  { hasVideo: true, type: 'video/webm;codecs=vp8,opus', timesliceMs: 500 },
  { hasVideo: true, type: 'video/webm;codecs=vp9,opus', timesliceMs: 500 },
  { hasVideo: true, type: 'video/webm;codecs=av1,opus', timesliceMs: 500 },
  { hasVideo: false, type: 'audio/webm', timesliceMs: 500 },
];

test('what a page’s own MediaRecorder wrote is repaired, whole and cut off anywhere', async ({
  app,
  tab,
  firefox,
}) => {
  await tab.setViewportSize({ width: 320, height: 180 });
  const recordings = await tab.evaluate(recordBare, { recorders, frames: 150 });
  await tab.close();
  const library = await openLibrary(app);
  for (const [index, { type, base64 }] of recordings.entries()) {
    const extension = type.includes('mp4') ? 'mp4' : 'webm';
    const bytes = Buffer.from(base64, 'base64');
    const original = await writeNamed(`${index}.${extension}`, bytes);
    const open = async (length: number) =>
      openFile(library, await writeNamed(`${index}-${length}.${extension}`, bytes.subarray(0, length)));
    const close = (opened: ReturnType<typeof card>) =>
      opened.getByRole('button', { name: 'Close', exact: true }).click();

    await test.step(`whole, ${type}`, async () => {
      const opened = await open(bytes.length);
      if (recorders[index]?.timesliceMs === undefined && extension === 'webm') {
        await expect(opened).toContainText(sentence('openedWhole'));
      } else await expectWholePackets(await saveRepaired(library, opened), original);
      await close(opened);
    });

    const length = await cutLength(original);
    await test.step(`${length} of ${bytes.length} bytes, ${type}`, async () => {
      const opened = await open(length);
      const repaired = await saveRepaired(library, opened);
      await expectWholePackets(repaired, original, length);
      // Firefox wants the level of AV1, which the recorder leaves out.
      const named = type.replace('av01,', 'av01.0.04M.08,');
      await judgeRepairedInPlayers(library, await firefox, repaired, named);
      await close(opened);
    });
  }
});
