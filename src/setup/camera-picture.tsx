import { type ReadonlySignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { t } from '../extension/i18n';
import styles from './camera-picture.module.css';

/** The camera preview, mirrored. */
export function CameraPicture({ picture }: { readonly picture: ReadonlySignal<MediaStream | undefined> }) {
  const video = useRef<HTMLVideoElement>(null);
  useSignalEffect(() => {
    if (video.current !== null) video.current.srcObject = picture.value ?? null;
  });
  return (
    <video
      ref={video}
      class={styles.picture}
      aria-label={t('setupCameraPicture')}
      autoPlay
      muted
      playsInline
    />
  );
}
