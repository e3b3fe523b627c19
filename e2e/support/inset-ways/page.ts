import { createVideoTrack, framesOf } from '../../../src/recorder/sources/breakout-box';
import type { Order, Way } from './order';

/* The page of the experiment: it records a shared tab with the camera composited over it in one of several ways. */

let recorder: MediaRecorder | undefined;
const blobs: Blob[] = [];

/** Starts recording; to be called within a click, because the browser requires one. */
async function start(way: Way, mimeType: string): Promise<string> {
  const video = { displaySurface: 'browser', frameRate: { max: 30 } } as const;
  const shared = await navigator.mediaDevices.getDisplayMedia({ video });
  const [screen] = shared.getVideoTracks();
  if (screen === undefined) throw new Error('No screen');
  const track = way === 'direct' ? screen : await compose(way, screen);
  recorder = new MediaRecorder(new MediaStream([track]), { mimeType, videoBitsPerSecond: 2_500_000 });
  recorder.ondataavailable = ({ data }) => blobs.push(data);
  const first = new Promise((resolve) => recorder?.addEventListener('start', resolve));
  recorder.start(250);
  await first;
  const { width, height } = screen.getSettings();
  return `${width}x${height}`;
}

async function compose(way: Exclude<Way, 'direct'>, screen: MediaStreamTrack): Promise<MediaStreamTrack> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { height: { ideal: 480 } } });
  const [source] = stream.getVideoTracks();
  if (source === undefined) throw new Error('No camera');
  const track = createVideoTrack();
  const [frames, camera, composite] = [framesOf(screen, 4), framesOf(source, 1), track.writable];
  const worker = new Worker('/inset-ways-worker.js');
  const order: Order = { way, screen: frames, camera, composite };
  worker.postMessage(order, [frames, camera, composite]);
  return track;
}

/** Stops, and returns the recording in base64. */
async function stop(): Promise<string> {
  const stopped = new Promise((resolve) => recorder?.addEventListener('stop', resolve));
  recorder?.stop();
  await stopped;
  const reader = new FileReader();
  const read = new Promise((resolve) => reader.addEventListener('load', resolve));
  reader.readAsDataURL(new Blob(blobs));
  await read;
  return String(reader.result).split(',')[1] ?? '';
}

const insetWays = { start, stop };
Object.assign(globalThis, { insetWays });

/** What the benchmark calls. */
export type InsetWays = typeof insetWays;
