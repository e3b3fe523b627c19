import { expect } from '@playwright/test';
import { finishExport, openExport, stubSavePicker } from './support/export';
import { articles, openLibrary } from './support/library';
import { decodeMedia } from './support/media-file';
import { openFile } from './support/opened-file';
import { run } from './support/run';
import { test } from './support/test';

test.use({ shared: true });

test('a transparent WebM is exported to its last frame', async ({ app }) => {
  const film = test.info().outputPath('transparent.webm');
  await run('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=30:duration=2'],
    ...['-vf', 'format=yuva420p,colorchannelmixer=aa=0.5'],
    ...['-c:v', 'libvpx-vp9', '-b:v', '500k', '-auto-alt-ref', '0', film],
  ]);
  const library = await openLibrary(app, stubSavePicker);
  const opened = await openFile(library, film);
  await opened.getByRole('button', { name: 'Add to the library' }).click();
  await expect(articles(library)).toHaveCount(1);
  const dialog = await openExport(library, articles(library), 'Plays everywhere');
  const { file } = await finishExport(library, dialog);
  expect(await decodeMedia(file)).toMatchObject({ videoFrames: 60, complaints: [] });
});
