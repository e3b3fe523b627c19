/** What a `MediaRecorder` is asked for. Without a type, it chooses one. */
export interface BareRecorder {
  readonly type?: string;
  /** Without one, all data comes at once when it stops. */
  readonly timesliceMs?: number;
  readonly hasVideo: boolean;
}

/** What it wrote. */
export interface BareRecording {
  /** As it names it. */
  readonly type: string;
  readonly base64: string;
}

/**
 * Runs in the moving page. What a page's own recorders write of its canvas and a tone, all at the same time, for so many
 * animation frames. On a busy machine, few of them are recorded.
 */
export async function recordBare({
  recorders,
  frames,
}: {
  recorders: readonly BareRecorder[];
  frames: number;
}): Promise<BareRecording[]> {
  const canvas = document.querySelector('canvas');
  if (canvas === null) throw new Error('There is no canvas');
  const sound = new AudioContext();
  const output = sound.createMediaStreamDestination();
  const tone = new OscillatorNode(sound);
  tone.connect(output);
  tone.start();
  const [video, audio] = [canvas.captureStream().getVideoTracks(), output.stream.getAudioTracks()];
  const recorded = recorders.map(({ type, timesliceMs, hasVideo }) => {
    const stream = new MediaStream([...(hasVideo ? video : []), ...audio]);
    const recorder =
      type === undefined ? new MediaRecorder(stream) : new MediaRecorder(stream, { mimeType: type });
    const blobs: Blob[] = [];
    recorder.ondataavailable = ({ data }) => blobs.push(data);
    const stopped = new Promise((resolve) => {
      recorder.onstop = resolve;
    });
    const started = new Promise((resolve) => {
      recorder.onstart = resolve;
    });
    recorder.start(timesliceMs);
    return { recorder, blobs, started, stopped };
  });
  await Promise.all(recorded.map(({ started }) => started));
  for (let painted = 0; painted < frames; painted += 1) await new Promise(requestAnimationFrame);
  return Promise.all(
    recorded.map(async ({ recorder, blobs, stopped }) => {
      recorder.stop();
      await stopped;
      const reader = new FileReader();
      const url = await new Promise<string>((resolve) => {
        reader.onload = () => resolve(String(reader.result));
        reader.readAsDataURL(new Blob(blobs));
      });
      return { type: recorder.mimeType, base64: url.slice(url.indexOf(',') + 1) };
    }),
  );
}
