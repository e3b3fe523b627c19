import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import styles from './player.module.css';

interface PlayerProps {
  readonly url: string;
  /** The recording's. */
  readonly mimeType: string;
  readonly name: string;
}

/** Plays a recording with the browser's controls. A recording without video gets an audio player. */
export function Player({ url, mimeType, name }: PlayerProps) {
  const player = useRef<HTMLMediaElement>(null);
  /** It may open below the edge of the window, and grows once its size is known. */
  const show = () => player.current?.scrollIntoView({ block: 'nearest' });
  useEffect(show, []);
  const attributes = {
    src: url,
    controls: true,
    autoplay: true,
    'aria-label': name,
    onLoadedMetadata: show,
  };
  if (mimeType.startsWith('audio/')) {
    return <audio ref={player as RefObject<HTMLAudioElement>} class={styles.audio} {...attributes} />;
  }
  return <video ref={player as RefObject<HTMLVideoElement>} class={styles.video} {...attributes} />;
}
