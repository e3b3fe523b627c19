import { type ReadonlySignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { t } from '../extension/i18n';

/** What the camera sees, mirrored, as people know themselves. */
export function CameraPicture({ picture }: { readonly picture: ReadonlySignal<MediaStream | undefined> }) {
  const video = useRef<HTMLVideoElement>(null);
  useSignalEffect(() => {
    if (video.current !== null) video.current.srcObject = picture.value ?? null;
  });
  return (
    <video
      ref={video}
      class="camera-picture"
      aria-label={t('setupCameraPicture')}
      autoPlay
      muted
      playsInline
    />
  );
}
