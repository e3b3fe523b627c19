import { expect, it } from 'vitest';
import { thumbnailSize } from './picture-box';

it('fits a box, keeps the aspect, and is never larger than the video', () => {
  expect(thumbnailSize({ width: 1920, height: 1080 })).toEqual({ width: 320, height: 180 });
  expect(thumbnailSize({ width: 1080, height: 1920 })).toEqual({ width: 180, height: 320 });
  expect(thumbnailSize({ width: 100, height: 50 })).toEqual({ width: 100, height: 50 });
  expect(thumbnailSize({ width: 4000, height: 2 })).toEqual({ width: 320, height: 1 });
});
