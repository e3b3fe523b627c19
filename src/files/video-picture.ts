import {
  Input,
  type InputVideoTrack,
  MATROSKA,
  MP4,
  QTFF,
  type Source,
  type VideoSample,
  WEBM,
} from 'mediabunny';
import { thumbnailSize } from '../domain/picture-box';

/** The video of a file; `undefined` if it has none that this browser can decode. @throws Error if the file is damaged */
export async function openVideo(source: Source): Promise<InputVideoTrack | undefined> {
  const input = new Input({ source, formats: [WEBM, MP4, MATROSKA, QTFF] });
  const track = await input.getPrimaryVideoTrack();
  return track !== null && (await track.canDecode()) ? track : undefined;
}

/** A frame as WebP, which closes it. Only in workers. @param side the longer one at most, in px */
export async function pictureOf(frame: VideoSample, side: number): Promise<Blob> {
  const { width, height } = thumbnailSize({ width: frame.displayWidth, height: frame.displayHeight }, side);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { alpha: false });
  if (context !== null) frame.draw(context, 0, 0, width, height);
  frame.close();
  return canvas.convertToBlob({ type: 'image/webp' });
}
