import { useEffect, useRef } from 'preact/hooks';
import { t } from '../../extension/i18n';
import type { Popup } from '../model/model';

/** What is being recorded, as it looks now. */
export function Thumbnail({ popup }: { readonly popup: Popup }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(
    () =>
      popup.watchThumbnail((picture) => {
        draw(canvas.current, picture);
      }),
    [popup],
  );
  return (
    <canvas ref={canvas} class="thumbnail" role="img" aria-label={t('thumbnail')} width={16} height={9} />
  );
}

function draw(canvas: HTMLCanvasElement | null, picture: ImageBitmap): void {
  if (canvas !== null) {
    canvas.width = picture.width;
    canvas.height = picture.height;
    canvas.getContext('2d')?.drawImage(picture, 0, 0);
  }
  picture.close();
}
