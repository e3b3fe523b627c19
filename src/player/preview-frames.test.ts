import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { StoryboardPicture } from '../domain/storyboard';
import { createPreviewFrames } from './preview-frames';
import { FakeMedia } from './testing/fake-media';

/** A video that presents frames when a test says so. */
class FakeVideo extends FakeMedia {
  preload = '';
  load() {}
  removeAttribute() {}
  requestVideoFrameCallback() {
    return 0;
  }
}

const picture = (atMs: number): StoryboardPicture => ({ atMs, picture: new Blob([`picture ${atMs}`]) });

function setUp() {
  const video = new FakeVideo();
  vi.stubGlobal('document', { createElement: () => video });
  vi.stubGlobal('createImageBitmap', async (of: Blob | FakeVideo) => ({
    is: of instanceof Blob ? await of.text() : `frame ${of.currentTime}`,
    close: () => undefined,
  }));
  const drawn: unknown[] = [];
  const known: StoryboardPicture[] = [];
  const frames = createPreviewFrames(
    { url: 'blob:film', media: new Blob(), spans: [{ startMs: 0, endMs: 10_000 }] },
    () => 10_000,
    () => known,
    (bitmap) => drawn.push((bitmap as ImageBitmap & { is: string }).is),
  );
  return { video, drawn, known, frames };
}

/** Until everything that waits for nothing else is done. */
const turn = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => vi.unstubAllGlobals());
afterEach(() => vi.unstubAllGlobals());

it('a picture that is made while the pointer rests is drawn', async () => {
  const { drawn, known, frames } = setUp();
  frames.show(5000);
  await turn();
  expect(drawn).toEqual([]);
  known.push(picture(1000), picture(4500));
  frames.refresh();
  await turn();
  expect(drawn).toEqual(['picture 4500']);
});

it('a picture that is made once the frame is shown isn’t drawn over it', async () => {
  const { video, drawn, known, frames } = setUp();
  frames.show(5000);
  video.say('loadeddata');
  video.say('seeked');
  await turn();
  expect(drawn).toEqual(['frame 5']);
  known.push(picture(5000));
  frames.refresh();
  await turn();
  expect(drawn).toEqual(['frame 5']);
});

it('pictures that come when nothing is pointed at open nothing', async () => {
  const { video, drawn, known, frames } = setUp();
  known.push(picture(5000));
  frames.refresh();
  await turn();
  expect(drawn).toEqual([]);
  expect(video.src, 'nothing was opened').toBe('blob:original');
});
