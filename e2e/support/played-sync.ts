/**
 * Plays the first video of a document to its end, and returns how much earlier each beep was heard than the page's own
 * audio clock, which `site/moving.html` paints, shows; in ms, negative if it was late. The output of the browser adds
 * the same to every file, so only differences between files count. Runs in a page, so it can't use anything outside itself.
 */
export async function playBeeps(): Promise<number[]> {
  const video = document.querySelector('video');
  if (video === null) throw new Error('There is no video');
  const context = new AudioContext();
  await context.resume();
  // A worklet would need a module of its own.
  const listener = context.createScriptProcessor(512, 2, 2);
  context.createMediaElementSource(video).connect(listener).connect(context.destination);
  const median = (numbers: readonly number[]) =>
    [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;

  const onsets: number[] = [];
  const clockDifferences: number[] = [];
  let lastLoud = Number.NEGATIVE_INFINITY;
  listener.onaudioprocess = ({ inputBuffer, playbackTime }) => {
    const { contextTime = 0, performanceTime = 0 } = context.getOutputTimestamp();
    if (contextTime > 0) clockDifferences.push(performanceTime / 1000 - contextTime);
    for (const [index, sample] of inputBuffer.getChannelData(0).entries()) {
      if (Math.abs(sample) < 0.1) continue;
      const time = playbackTime + index / inputBuffer.sampleRate;
      if (time - lastLoud > 0.3) onsets.push(time);
      lastLoud = time;
    }
  };

  const canvas = new OffscreenCanvas(320, 180);
  const painter = canvas.getContext('2d', { willReadFrequently: true });
  const frames: { readonly shownAt: number; readonly heard: number }[] = [];
  const look: VideoFrameRequestCallback = (_now, { expectedDisplayTime }) => {
    painter?.drawImage(video, 0, 0, 320, 180);
    const pixels = painter?.getImageData(0, 0, 320, 180).data ?? [];
    const bright = (column: number, row: number) =>
      pixels[4 * (320 * Math.floor((row + 0.5) * 10) + Math.floor((column + 0.5) * 10)) + 1] ?? 0;
    let heard = 0;
    for (let bit = 0; bit < 24; bit += 1) {
      const [value, complement] = [bright(4 + bit, 15), bright(4 + bit, 16)];
      heard = Math.abs(value - complement) < 60 ? Number.NaN : 2 * heard + (value > complement ? 1 : 0);
    }
    if (!Number.isNaN(heard)) frames.push({ shownAt: expectedDisplayTime / 1000, heard: heard / 1000 });
    video.requestVideoFrameCallback(look);
  };
  video.requestVideoFrameCallback(look);

  const ended = new Promise((resolve) => video.addEventListener('ended', resolve));
  video.muted = false;
  await video.play();
  await ended;
  const clockDifference = median(clockDifferences);
  await context.close();
  return onsets.flatMap((onset) => {
    const heardAt = onset + clockDifference;
    const near = frames.filter(({ shownAt }) => Math.abs(shownAt - heardAt) < 0.4);
    if (near.length < 3) return [];
    // By the painted clock, the beep is due at a whole second.
    const clock = median(near.map(({ shownAt, heard }) => heard + heardAt - shownAt));
    return [1000 * (Math.round(clock) - clock)];
  });
}
