import { useEffect, useRef } from 'preact/hooks';
import type { Source } from '../../domain/options';
import type { TabReference } from '../../domain/plan';
import { type MessageKey, t } from '../../extension/i18n';
import { Button } from '../../ui/button';
import text from '../../ui/text.module.css';
import type { Popup } from '../model/model';
import styles from './recorded-source.module.css';

interface RecordedSourceProps {
  readonly source: Source;
  /** Absent unless the source is a tab that we know. */
  readonly tab: TabReference | undefined;
  readonly goToTab: () => Promise<void>;
}

const names: Record<Source, MessageKey> = {
  tab: 'recordingNameTab',
  picker: 'pickedSource',
  camera: 'sourceCamera',
  microphone: 'sourceMicrophone',
};

/** The name of the source, and the way to its tab. */
export function RecordedSource({ source, tab, goToTab }: RecordedSourceProps) {
  if (tab === undefined) return <p class={styles.name}>{t(names[source])}</p>;
  return (
    <div class={styles.tab}>
      <bdi class={text.truncated} title={tab.title}>
        {tab.title ?? t(names[source])}
      </bdi>
      <Button kind="plain" onClick={() => void goToTab()}>
        {t('goToTab')}
      </Button>
    </div>
  );
}

/** A live preview of the source. */
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
    <canvas
      ref={canvas}
      class={styles.thumbnail}
      role="img"
      aria-label={t('thumbnail')}
      width={16}
      height={9}
    />
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
