import { useEffect, useRef } from 'preact/hooks';
import { t } from '../platform/i18n';
import type { Popup } from './model';

/** What is being recorded, as it looks now. */
export function Thumbnail({ popup }: { readonly popup: Popup }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(
    () =>
      popup.watchThumbnail((picture) => {
        const { current } = canvas;
        if (current === null) return;
        // Takes the picture over without copying it.
        current.getContext('bitmaprenderer')?.transferFromImageBitmap(picture);
      }),
    [popup],
  );
  return (
    <canvas ref={canvas} class="thumbnail" role="img" aria-label={t('thumbnail')} width={16} height={9} />
  );
}
