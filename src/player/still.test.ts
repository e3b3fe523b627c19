import { describe, expect, it } from 'vitest';
import { type CoveredVideo, coverVideo } from './still';
import { FakeMedia } from './testing/fake-media';

function setUp() {
  const video = new FakeMedia();
  const drawn: (ImageBitmap | null)[] = [];
  const canvas = {
    hidden: true,
    width: 0,
    height: 0,
    getContext: () => ({ transferFromImageBitmap: (picture: ImageBitmap | null) => drawn.push(picture) }),
  };
  const picture = { width: 640, height: 360 } as ImageBitmap;
  const still = coverVideo(canvas as unknown as HTMLCanvasElement, video as unknown as CoveredVideo);
  const show = () => {
    video.currentTime = 1.001;
    still.show({ time: 1, picture }, 1.001);
  };
  return { video, canvas, drawn, picture, still, show };
}

describe('a frame over a video', () => {
  it('has the size and the time of its picture', () => {
    const { canvas, drawn, picture, still, show } = setUp();
    show();
    expect(canvas).toMatchObject({ hidden: false, width: 640, height: 360 });
    expect(drawn).toEqual([picture]);
    expect(still.time).toBe(1);
    still.hide();
    expect([canvas.hidden, still.time]).toEqual([true, undefined]);
    expect(drawn, 'nothing is kept').toEqual([picture, null]);
  });

  it('stays during the seek to it', () => {
    const { video, canvas, show } = setUp();
    show();
    video.currentTime = 1.0010004;
    video.say('seeking');
    expect(canvas.hidden).toBe(false);
  });

  it.each([
    ['the video goes elsewhere', 'seeking', 1.1],
    ['the video plays', 'play', 1.001],
    ['another file is loaded', 'emptied', 0],
  ])('goes when %s', (_what, event, at) => {
    const { video, canvas, still, show } = setUp();
    show();
    video.currentTime = at;
    video.say(event);
    expect([canvas.hidden, still.time]).toEqual([true, undefined]);
  });

  it('goes with the player, and follows nothing any more', () => {
    const { video, canvas, still, show } = setUp();
    show();
    still.end();
    expect(canvas.hidden).toBe(true);
    show();
    video.say('play');
    expect(canvas.hidden).toBe(false);
  });
});
