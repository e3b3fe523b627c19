import { makeZip } from 'client-zip';
import { appendTo, type FileSink } from './file-sink';
import type { PicturesTask } from './gif-file';
import { createDrawing, croppedFrames, type FrameDrawing } from './picture-frames';

/**
 * Writes each frame of a track as PNG into a zip: `frame-000001.png` and so on, without compressing them again.
 *
 * @throws Error if the track can't be decoded, or the sink refuses
 */
export async function writePngs(sink: FileSink, task: PicturesTask): Promise<void> {
  await makeZip(pngs(task)).pipeTo(appendTo(sink));
}

async function* pngs({ track, edits, reached }: PicturesTask) {
  let drawing: FrameDrawing | undefined;
  let number = 0;
  for await (const frame of croppedFrames(track, edits)) {
    const { timestamp, displayWidth: width, displayHeight: height } = frame;
    drawing ??= createDrawing({ width, height }, edits);
    await drawing.draw(frame);
    const input = await drawing.canvas.convertToBlob({ type: 'image/png' });
    number++;
    yield { name: `frame-${String(number).padStart(6, '0')}.png`, input: await input.arrayBuffer() };
    await reached(timestamp);
  }
}
