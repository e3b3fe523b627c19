import type { TestBrowser } from './browser';
import { createOffscreen, evaluateOffscreen } from './offscreen';

/** Microphones that a test plugs in and unplugs; each plays a tone. */
export interface StagedMicrophones {
  /** Plugs in exactly these; the tracks of the others end. */
  plug(...names: readonly string[]): Promise<void>;
  /** Sets how loud they are, 0 to 1. */
  setLoudness(loudness: number): Promise<void>;
}

/**
 * Creates the offscreen document with our own microphones instead of the browser's, because the browser's fake
 * devices can't be unplugged.
 *
 * @param hertz the tone of each, by name; none is plugged in yet
 */
export async function stageMicrophones(
  app: TestBrowser,
  hertz: Readonly<Record<string, number>>,
): Promise<StagedMicrophones> {
  await createOffscreen(app);
  await evaluateOffscreen(
    app,
    `(() => {
      const hertz = ${JSON.stringify(hertz)};
      const context = new AudioContext();
      let plugged = [];
      // As listed last, if at all: an attempt that began before a change doesn't get another default.
      let listed;
      const open = [];
      const devices = navigator.mediaDevices;
      const getUserMedia = devices.getUserMedia.bind(devices);
      devices.enumerateDevices = async () => (listed = plugged).map((name) =>
        ({ kind: 'audioinput', deviceId: name, groupId: name, label: name }));
      devices.getUserMedia = async (constraints) => {
        if (constraints.video !== undefined) return getUserMedia(constraints);
        const wanted = constraints.audio.deviceId?.exact;
        const name = plugged.find((each) => each === (wanted ?? (listed ?? plugged)[0]));
        if (name === undefined) throw new DOMException('Requested device not found', 'NotFoundError');
        const tone = new OscillatorNode(context, { frequency: hertz[name] });
        const gain = new GainNode(context);
        const destination = new MediaStreamAudioDestinationNode(context);
        globalThis.stagedLoudness.connect(gain.gain);
        gain.gain.value = 0;
        tone.connect(gain).connect(destination);
        tone.start();
        const [track] = destination.stream.getAudioTracks();
        Object.defineProperty(track, 'label', { value: name });
        open.push({ name, track });
        return destination.stream;
      };
      globalThis.stagedLoudness = new ConstantSourceNode(context, { offset: 0.5 });
      globalThis.stagedLoudness.start();
      globalThis.plugMicrophones = (names) => {
        plugged = names;
        for (const { name, track } of open) {
          if (names.includes(name) || track.readyState === 'ended') continue;
          track.stop();
          track.dispatchEvent(new Event('ended'));
        }
        devices.dispatchEvent(new Event('devicechange'));
      };
    })()`,
  );
  return {
    plug: async (...names) =>
      void (await evaluateOffscreen(app, `plugMicrophones(${JSON.stringify(names)})`)),
    setLoudness: async (loudness) =>
      void (await evaluateOffscreen(app, `stagedLoudness.offset.value = ${loudness}; 0`)),
  };
}
