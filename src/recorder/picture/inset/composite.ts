import type { InsetLayout } from '../../../domain/inset-layout';
import { createCompositor } from './compositor';
import type { FrameClock } from './frame-clock';
import { createSieve } from './frame-dropper';
import { createFrameMemory } from './frame-memory';

/** What {@link createComposite} needs. */
export interface CompositeOptions {
  readonly screen: ReadableStream<VideoFrame>;
  readonly composite: WritableStream<VideoFrame>;
  readonly clock: FrameClock;
  readonly layout: InsetLayout;
}

/** The screen's frames with the camera in a corner, on their way to the recorder. */
export interface Composite {
  /** The camera to show from now on, whose frames are then read; `undefined`: none, and the frames pass untouched. */
  show(camera: ReadableStream<VideoFrame> | undefined): void;
  change(layout: InsetLayout): void;
  /** Leaves frames of the screen out where the encoder is far behind, in ms: nothing else limits what waits there. */
  ease(behindMs: number): void;
  /** To be called now and then: gives the last picture again where nothing has come for long. */
  keepAlive(): void;
}

/** Begins to pass the screen's frames on; ends with the screen, and ends the screen's stream where nobody reads. */
export function createComposite(options: CompositeOptions): Composite {
  const { clock } = options;
  const screen = options.screen.getReader();
  const output = options.composite.getWriter();
  const compositor = createCompositor();
  const memory = createFrameMemory();
  let { layout } = options;
  /** The last frame of the screen, where it is not in the memory. */
  let untouched: VideoFrame | undefined;
  let camera: ReadableStreamDefaultReader<VideoFrame> | undefined;
  let isBusy = false;
  const sieve = createSieve();

  const keep = (frame: VideoFrame | undefined) => {
    untouched?.close();
    untouched = frame;
  };

  /** Reads the frame's pixels; `false` where they can't be read. Closes nothing. */
  const remember = (frame: VideoFrame) =>
    memory.read(frame).then(
      () => true,
      () => false,
    );

  /** A frame of what is in the memory, with the camera over it. @throws DOMException where none can be made */
  const compose = (timestamp: number) => {
    const picture = memory.pixels?.picture;
    const takeAway = picture === undefined ? undefined : compositor.compose(picture, layout);
    try {
      return memory.toFrame(timestamp);
    } finally {
      takeAway?.();
    }
  };

  const passOn = async (frame: VideoFrame) => {
    const timestamp = clock.onScreen(frame.timestamp);
    if (compositor.sees && (await remember(frame))) {
      keep(undefined);
      frame.close();
      await write(compose(timestamp));
      return;
    }
    keep(frame.clone());
    if (timestamp === frame.timestamp) return write(frame);
    const shifted = new VideoFrame(frame, { timestamp });
    frame.close();
    await write(shifted);
  };

  const giveAgain = async () => {
    // A frame that is given twice would keep the time of its capture, and the recorder would leave it out.
    if (untouched !== undefined && (await remember(untouched))) keep(undefined);
    const timestamp = clock.between();
    await write(untouched === undefined ? compose(timestamp) : new VideoFrame(untouched, { timestamp }));
  };

  const write = async (frame: VideoFrame | undefined) => {
    if (frame !== undefined) await output.write(frame);
  };

  let turn = Promise.resolve();
  /** One frame after another: they share the memory. */
  const inTurn = (make: () => Promise<void>) => {
    turn = turn.then(async () => {
      isBusy = true;
      await make();
      isBusy = false;
    });
    return turn;
  };

  const followScreen = async () => {
    for (let next = await screen.read(); !next.done; next = await screen.read()) {
      const frame = next.value;
      if (sieve.passes()) await inTurn(() => passOn(frame));
      else frame.close();
    }
    await output.close();
  };

  const followCamera = async (reader: ReadableStreamDefaultReader<VideoFrame>) => {
    // One is shown while the other is written.
    let [shown, spare] = [createFrameMemory(), createFrameMemory()];
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      const frame = next.value;
      await spare.read(frame).finally(() => frame.close());
      if (reader !== camera) return;
      [shown, spare] = [spare, shown];
      compositor.see(shown.pixels?.picture);
      if (clock.isScreenLate && !isBusy) void inTurn(giveAgain).catch(end);
    }
  };

  const hide = () => {
    camera = undefined;
    compositor.see(undefined);
  };

  const end = async () => {
    keep(undefined);
    hide();
    // Either may have ended already.
    await screen.cancel().catch(() => undefined);
    await output.close().catch(() => undefined);
  };

  void followScreen().then(end, end);

  return {
    show(frames) {
      void camera?.cancel().catch(() => undefined);
      hide();
      const reader = frames?.getReader();
      camera = reader;
      if (reader === undefined) return;
      const leave = async () => {
        if (camera === reader) hide();
        // It may have ended already.
        await reader.cancel().catch(() => undefined);
      };
      void followCamera(reader).then(leave, leave);
    },
    change(next) {
      layout = next;
    },
    ease: sieve.ease,
    keepAlive() {
      if (clock.isStarving && !isBusy) void inTurn(giveAgain).catch(end);
    },
  };
}
