import { type ReadonlySignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { t } from '../extension/i18n';
import styles from './camera-picture.module.css';

interface CameraPictureProps {
  /** What the camera shows; nothing is shown while it is `undefined`. */
  readonly picture: ReadonlySignal<MediaStream | undefined>;
  /** `small`: beside a label. */
  readonly size?: 'small';
}

/** The camera preview, mirrored. */
export function CameraPicture({ picture, size }: CameraPictureProps) {
  const video = useRef<HTMLVideoElement>(null);
  useSignalEffect(() => {
    if (video.current !== null) video.current.srcObject = picture.value ?? null;
  });
  return (
    <video
      ref={video}
      class={styles.picture}
      data-size={size}
      aria-label={t('cameraPicture')}
      autoPlay
      muted
      playsInline
    />
  );
}
