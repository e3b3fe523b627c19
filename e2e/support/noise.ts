import type { Page } from '@playwright/test';

/** Covers the page with noise that changes 20 times a second: an encoder spends every bit it may on it. */
export function paintNoise(tab: Page): Promise<void> {
  return tab.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.style.cssText = 'position: fixed; inset: 0; width: 100%; height: 100%; image-rendering: pixelated';
    canvas.width = 160;
    canvas.height = 90;
    document.body.append(canvas);
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    const image = context.createImageData(160, 90);
    setInterval(() => {
      const pixels = new Uint32Array(image.data.buffer);
      for (let index = 0; index < pixels.length; index += 1)
        pixels[index] = 0xff000000 + Math.random() * 2 ** 24;
      context.putImageData(image, 0, 0);
    }, 50);
  });
}
