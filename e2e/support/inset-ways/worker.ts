import { insetArea } from '../../../src/domain/inset-layout';
import { createComposite } from '../../../src/recorder/picture/inset/composite';
import { createFrameClock } from '../../../src/recorder/picture/inset/frame-clock';
import type { Order, Way } from './order';
import { createWebglPainter } from './webgl';

/* The worker of the experiment: it composites the camera over the screen in one of several ways. */

/** Draws the camera over a frame of the screen. */
type Paint = (screen: VideoFrame, camera: VideoFrame) => OffscreenCanvas;

const layout = { shape: 'round', corner: 'bottom-right', size: 'medium', mirrored: true } as const;

addEventListener('message', ({ data }: MessageEvent<Order>) => {
  if (data.way === 'pixels') return byPixels(data);
  void byCanvas(data, painters[data.way]());
});

/** The product's own way. */
function byPixels({ screen, camera, composite }: Order): void {
  const clock = createFrameClock(1000 / 30, () => performance.now());
  createComposite({ screen, composite, clock, layout }).show(camera);
}

async function byCanvas({ screen, camera, composite }: Order, paint: Paint): Promise<void> {
  const output = composite.getWriter();
  let newest: VideoFrame | undefined;
  void camera.pipeTo(
    new WritableStream({
      write(frame) {
        newest?.close();
        newest = frame;
      },
    }),
  );
  await screen.pipeTo(
    new WritableStream({
      async write(frame) {
        const { timestamp } = frame;
        if (newest === undefined) return output.write(frame);
        const painted = new VideoFrame(paint(frame, newest), { timestamp, alpha: 'discard' });
        frame.close();
        await output.write(painted);
      },
    }),
  );
}

const painters: Record<Exclude<Way, 'direct' | 'pixels'>, () => Paint> = {
  canvas: createCanvasPainter,
  webgl: () => createWebglPainter(layout),
};

function createCanvasPainter(): Paint {
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) throw new Error('No 2d canvas');
  return (screen, camera) => {
    const { displayWidth: width, displayHeight: height } = screen;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const { x, y, side } = insetArea(width, height, layout);
    const crop = Math.min(camera.displayWidth, camera.displayHeight);
    context.drawImage(screen, 0, 0);
    context.save();
    context.beginPath();
    context.arc(x + side / 2, y + side / 2, side / 2, 0, 2 * Math.PI);
    context.clip();
    context.translate(x + side, y);
    context.scale(-1, 1);
    const [left, top] = [(camera.displayWidth - crop) / 2, (camera.displayHeight - crop) / 2];
    context.drawImage(camera, left, top, crop, crop, 0, 0, side, side);
    context.restore();
    return canvas;
  };
}
