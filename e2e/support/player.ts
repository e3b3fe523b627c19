/** How a browser's player reads a file. */
export interface Played {
  readonly browser: 'chromium' | 'firefox';
  /** In seconds. */
  readonly duration: number;
  /** The ranges that it can seek in, in seconds. */
  readonly seekable: readonly (readonly [start: number, end: number])[];
  /** Its error, if it has one. */
  readonly error: string | undefined;
  /** The painted frame counter that it shows at each place; -1 if it can't be read. */
  readonly counters: readonly number[];
}

/** Where to look at a video, and how its picture was changed. */
export interface Look {
  /** In seconds. */
  readonly places: readonly number[];
  /** By how many degrees it was turned clockwise. */
  readonly turn?: 90 | 180 | 270;
  /** What was cut off before it was turned, in px. */
  readonly crop?: { readonly top: number; readonly right: number };
}

/**
 * Seeks the first video of a document to each place, in seconds, and reads the counter of `site/moving.html` there.
 * Runs in the page of any browser, so it can't use anything outside itself.
 */
export async function playAt(look: readonly number[] | Look): Promise<Played> {
  const { places, turn = 0, crop = { top: 0, right: 0 } } = 'places' in look ? look : { places: look };
  const video = document.querySelector('video');
  if (video === null) throw new Error('There is no video');
  const happened = (event: string) =>
    new Promise<void>((resolve) => {
      const done = () => resolve();
      video.addEventListener(event, done, { once: true });
      video.addEventListener('error', done, { once: true });
    });
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA && video.error === null) {
    await happened('loadeddata');
  }
  video.pause();
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const counters: number[] = [];
  // A frame of what was playing may come until a seek is over. Not to the place itself: a second seek to it shows nothing.
  if (places[0] !== undefined && video.error === null) {
    const sought = happened('seeked');
    video.currentTime = places[0] + 0.0001;
    await sought;
  }
  /** Resolves to the time of a frame that was shown since, in seconds. */
  const seek = async (place: number) => {
    // After a seek, the new frame may not be on the screen yet. After an error, none comes.
    const shown = new Promise<number>((resolve) => {
      video.requestVideoFrameCallback((_now, { mediaTime }) => resolve(mediaTime));
      video.addEventListener('error', () => resolve(Number.NaN), { once: true });
    });
    const sought = happened('seeked');
    video.currentTime = place;
    await sought;
    return shown;
  };
  let before: number | undefined;
  for (const place of video.error === null ? places : []) {
    let mediaTime = await seek(place);
    // On a busy machine, the frame of the place before may come once more, and now: what comes after it is another.
    if (mediaTime === before) mediaTime = await seek(place + 0.0001);
    before = mediaTime;
    if (video.error !== null) break;
    const { videoWidth: width, videoHeight: height } = video;
    // It is drawn upright and where it was.
    const [across, down] = turn % 180 === 0 ? [width, height] : [height, width];
    canvas.width = across + crop.right;
    canvas.height = down + crop.top;
    context?.translate(across / 2, crop.top + down / 2);
    context?.rotate((-turn * Math.PI) / 180);
    context?.drawImage(video, -width / 2, -height / 2);
    let counter = 0;
    for (let bit = 0; bit < 24; bit += 1) {
      const bright = (row: number) => {
        const [x, y] = [((4.5 + bit) * canvas.width) / 32, (row * canvas.height) / 18];
        return context?.getImageData(Math.floor(x), Math.floor(y), 1, 1).data[1] ?? 0;
      };
      const [value, complement] = [bright(3), bright(5)];
      counter = Math.abs(value - complement) < 60 ? Number.NaN : counter * 2 + (value > complement ? 1 : 0);
    }
    counters.push(Number.isNaN(counter) ? -1 : counter);
  }
  const seekable: [number, number][] = [];
  for (let range = 0; range < video.seekable.length; range += 1) {
    seekable.push([video.seekable.start(range), video.seekable.end(range)]);
  }
  const { duration, error } = video;
  return {
    browser: navigator.userAgent.includes('Firefox') ? 'firefox' : 'chromium',
    duration,
    seekable,
    counters,
    error: error === null ? undefined : `${error.code} ${error.message}`,
  };
}
