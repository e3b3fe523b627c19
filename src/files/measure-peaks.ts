import { type AudioSample, AudioSampleSink, BlobSource, Input, MATROSKA, MP4, QTFF, WEBM } from 'mediabunny';
import { peakEveryMs } from '../domain/recording';

/**
 * Decodes the audio of a file, and measures its peaks: one for each `peakEveryMs`, 0 to 255. A file without audio that the
 * browser can decode has none.
 *
 * @throws Error if the file is damaged
 */
export async function measurePeaks(file: Blob): Promise<Uint8Array> {
  const input = new Input({ source: new BlobSource(file), formats: [WEBM, MP4, MATROSKA, QTFF] });
  const track = await input.getPrimaryAudioTrack();
  if (track === null || !(await track.canDecode())) return new Uint8Array();
  const peaks: number[] = [];
  for await (const sample of new AudioSampleSink(track).samples()) {
    addSample(peaks, sample);
    sample.close();
  }
  return Uint8Array.from(peaks, (peak = 0) => Math.round(Math.min(1, peak) * 255));
}

function addSample(peaks: number[], sample: AudioSample): void {
  const { numberOfFrames, numberOfChannels, sampleRate, timestamp } = sample;
  const plane = new Float32Array(numberOfFrames);
  const everyFrames = (sampleRate * peakEveryMs) / 1000;
  const first = Math.round(timestamp * sampleRate);
  for (let planeIndex = 0; planeIndex < numberOfChannels; planeIndex += 1) {
    sample.copyTo(plane, { planeIndex, format: 'f32-planar' });
    for (let frame = 0; frame < numberOfFrames; frame += 1) {
      const at = Math.floor((first + frame) / everyFrames);
      const level = Math.abs(plane[frame] ?? 0);
      // What comes before the start is not played.
      if (at >= 0 && level > (peaks[at] ?? -1)) peaks[at] = level;
    }
  }
}
