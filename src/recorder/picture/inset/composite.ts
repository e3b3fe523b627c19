import type { ColorMatrix } from '../../../domain/color';
import type { InsetLayout } from '../../../domain/inset-layout';
import { matrixEvidence } from './color-evidence';
import { type ColoredPicture, createCompositor } from './compositor';
import type { FrameArea } from './fit';
import type { FixedSize } from './fixed-size';
import type { FrameClock } from './frame-clock';
import { createFrameDropper } from './frame-dropper';
import { createFrameMemory } from './frame-memory';

/** What {@link createComposite} needs. */
export interface CompositeDeps {
  readonly screen: ReadableStream<VideoFrame>;
  readonly composite: WritableStream<VideoFrame>;
  readonly clock: FrameClock;
  readonly layout: InsetLayout;
  /** Whether all frames have one size; absent: the screen's own, whatever it is. */
  readonly fixed?: FixedSize;
}

/** The screen's frames with the camera in a corner, on their way to the recorder. */
export interface Composite {
  /** Reads and shows this camera from now on; `undefined`: none, and the screen's frames pass untouched. */
  show(camera: ReadableStream<VideoFrame> | undefined): void;
  change(layout: InsetLayout): void;
  /** Drops frames of the screen if the encoder is far behind, in ms: nothing else limits its queue. */
  ease(behindMs: number): void;
  /** The matrix by which the screen's colors were really made, whatever its label says. */
  setMatrix(matrix: ColorMatrix): void;
  /** Converts the screen's colors to that matrix from now on. */
  convertTo(matrix: ColorMatrix): void;
  /** To be called regularly: repeats the last picture if no frame has come for long. */
  keepAlive(): void;
}

/** A part of a frame, without a copy. Closes the frame. */
function cropped(frame: VideoFrame, area: FrameArea): VideoFrame {
  const { x = 0, y = 0 } = frame.visibleRect ?? {};
  const part = new VideoFrame(frame, { visibleRect: { ...area, x: x + area.x, y: y + area.y } });
  frame.close();
  return part;
}

/** The names of the matrices in a `VideoColorSpace`. */
const labels = { bt601: 'smpte170m', bt709: 'bt709' } as const satisfies Record<
  ColorMatrix,
  VideoMatrixCoefficients
>;

/** A camera that does not say by which matrix its colors are made takes BT.601, as every webcam does. */
function asCamera(picture: ColoredPicture | undefined): ColoredPicture | undefined {
  if (picture === undefined || picture.color.matrix !== null) return picture;
  return { ...picture, color: { ...picture.color, matrix: labels.bt601 } };
}

/** Passes the screen's frames on; ends with the screen, and cancels the screen's stream once nobody reads. */
export function createComposite(deps: CompositeDeps): Composite {
  const { clock, fixed } = deps;
  const screen = deps.screen.getReader();
  const output = deps.composite.getWriter();
  const compositor = createCompositor();
  const memory = createFrameMemory();
  let { layout } = deps;
  let matrix: VideoMatrixCoefficients | undefined;
  /** The matrix that the colors are converted to. */
  let target: VideoMatrixCoefficients | undefined;
  /** The last frame of the screen, unless it is in the memory. */
  let untouched: VideoFrame | undefined;
  let camera: ReadableStreamDefaultReader<VideoFrame> | undefined;
  let isBusy = false;
  const dropper = createFrameDropper();

  const keep = (frame: VideoFrame | undefined) => {
    untouched?.close();
    untouched = frame;
  };

  /** Reads the frame's pixels; `false` if they can't be read. Leaves the frame open. */
  const remember = (frame: VideoFrame) =>
    memory.read(frame, fixed?.size).then(
      () => {
        const picture = memory.pixels?.picture;
        const proof = picture !== undefined && isUnproven(frame) ? matrixEvidence(picture) : undefined;
        if (proof !== undefined) matrix = labels[proof];
        if (target !== undefined) memory.convert(matrix, target);
        return true;
      },
      () => false,
    );

  /**
   * Whether a frame's label, which is to be converted, may be wrong. What was converted can't be corrected later, so each
   * frame is searched for proof, until there is one.
   */
  const isUnproven = ({ format, colorSpace }: VideoFrame) =>
    target !== undefined &&
    matrix === undefined &&
    (format === 'I420' || format === 'NV12') &&
    colorSpace.matrix === labels.bt709 &&
    colorSpace.fullRange !== true;

  const isToConvert = ({ format, colorSpace }: VideoFrame) => {
    if (target === undefined || (format !== 'I420' && format !== 'NV12')) return false;
    const made = matrix ?? colorSpace.matrix;
    return made !== null && made !== target;
  };

  /** What was converted is known by its label. */
  const asMade = (picture: ColoredPicture): ColoredPicture =>
    matrix === undefined || target !== undefined
      ? picture
      : { ...picture, color: { ...picture.color, matrix } };

  /** A frame of the memory with the camera over it. @throws DOMException if none can be made */
  const compose = (timestamp: number) => {
    const picture = memory.pixels?.picture;
    const takeAway = picture === undefined ? undefined : compositor.compose(asMade(picture), layout);
    try {
      return memory.toFrame(timestamp);
    } finally {
      takeAway?.();
    }
  };

  const passOn = async (given: VideoFrame) => {
    const timestamp = clock.onScreen(given.timestamp);
    const change = fixed?.changeOf(given) ?? 'none';
    const frame = typeof change === 'string' ? given : cropped(given, change);
    const isRead = compositor.hasCamera || change === 'fit' || isToConvert(frame) || isUnproven(frame);
    if (isRead && (await remember(frame))) {
      keep(undefined);
      frame.close();
      await write(compose(timestamp));
      return;
    }
    if (change === 'fit') {
      // It can't be read: the last one is repeated, and the size stays.
      frame.close();
      return repeat();
    }
    keep(frame.clone());
    if (timestamp === frame.timestamp) return write(frame);
    const shifted = new VideoFrame(frame, { timestamp });
    frame.close();
    await write(shifted);
  };

  const repeat = async () => {
    // The same frame twice would keep its capture time, and the recorder would drop it.
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
      const isSettled = fixed === undefined || (await fixed.see(frame));
      if (isSettled && dropper.passes()) await inTurn(() => passOn(frame));
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
      compositor.setCamera(asCamera(shown.pixels?.picture));
      if (clock.isScreenLate && !isBusy && dropper.passes()) void inTurn(repeat).catch(end);
    }
  };

  const hide = () => {
    camera = undefined;
    compositor.setCamera(undefined);
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
    ease: dropper.ease,
    setMatrix(made) {
      matrix = labels[made];
    },
    convertTo(wanted) {
      target = labels[wanted];
    },
    keepAlive() {
      if (clock.isStarving && !isBusy) void inTurn(repeat).catch(end);
    },
  };
}
