import { writeFile } from 'node:fs/promises';
import { test } from '@playwright/test';
import type { TestBrowser } from './browser';
import { createOffscreen, evaluateOffscreen } from './offscreen';
import { readFrames } from './picture';
import { median, readBeepTimes } from './sound';

/**
 * Lets a plain `MediaRecorder` record the next captured tab's own tracks beside Timeslice. Whatever a busy machine does to the
 * page, to its capture or to the encoder, it does to both; what differs is what Timeslice has done.
 */
export async function recordBeside(app: TestBrowser): Promise<void> {
  await createOffscreen(app);
  await evaluateOffscreen(
    app,
    `(() => {
      const open = MediaDevices.prototype.getUserMedia;
      MediaDevices.prototype.getUserMedia = async function (constraints) {
        const stream = await open.call(this, constraints);
        if (constraints.video?.mandatory?.chromeMediaSource !== 'tab') return stream;
        const tracks = stream.getTracks().map((track) => track.clone());
        const recorder = new MediaRecorder(new MediaStream(tracks), { mimeType: 'video/webm;codecs=vp8,opus' });
        const ended = new Promise((resolve) => {
          recorder.ondataavailable = ({ data }) => {
            const reader = new FileReader();
            reader.onload = () => resolve(reader.result);
            reader.readAsDataURL(data);
          };
        });
        recorder.start();
        globalThis.takeRecordedBeside = () => {
          recorder.stop();
          for (const track of tracks) track.stop();
          return ended;
        };
        return stream;
      };
    })()`,
  );
}

/** Ends what {@link recordBeside} has started, while Timeslice still records, and resolves to its file. */
export async function takeRecordedBeside(app: TestBrowser): Promise<string> {
  const url = String(await evaluateOffscreen(app, 'takeRecordedBeside()'));
  const file = test.info().outputPath('beside.webm');
  await writeFile(file, Buffer.from(url.slice(url.lastIndexOf(',') + 1), 'base64'));
  return file;
}

/** A beep in two recordings of it. */
export interface ComparedBeep {
  /** In the file, in seconds. */
  readonly time: number;
  /** How much earlier it is, against the frames around it, than in the other file; in ms, negative if it is later. */
  readonly earlierMs: number;
}

/**
 * Compares audio and video of two recordings of the same minutes of `site/moving.html`, beep by beep: the painted counters say
 * which frames are the same.
 */
export async function compareBeeps(file: string, other: string): Promise<ComparedBeep[]> {
  const [own, theirs] = await Promise.all([readMoving(file), readMoving(other)]);
  return own.beeps.flatMap((time) => {
    const delays = [...own.shownAt].flatMap(([counter, shownAt]) => {
      const otherAt = theirs.shownAt.get(counter);
      return otherAt === undefined || Math.abs(shownAt - time) > 0.5 ? [] : [otherAt - shownAt];
    });
    const due = time + median(delays);
    const beep = theirs.beeps.find((each) => Math.abs(each - due) < 0.4);
    return beep === undefined ? [] : [{ time, earlierMs: 1000 * (beep - due) }];
  });
}

/** When each beep begins, and when each frame is shown for the first time, by its painted counter; in seconds. */
async function readMoving(file: string): Promise<{ beeps: number[]; shownAt: Map<number, number> }> {
  const [frames, beeps] = await Promise.all([readFrames(file), readBeepTimes(file)]);
  const shownAt = new Map<number, number>();
  for (const { counter, time } of frames) {
    if (counter !== undefined && !shownAt.has(counter)) shownAt.set(counter, time);
  }
  return { beeps, shownAt };
}
