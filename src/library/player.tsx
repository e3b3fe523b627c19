import styles from './player.module.css';

interface PlayerProps {
  readonly url: string;
  /** The recording's. */
  readonly mimeType: string;
  readonly name: string;
}

/** Plays a recording with the browser's controls. A recording without video gets an audio player. */
export function Player({ url, mimeType, name }: PlayerProps) {
  const attributes = { src: url, controls: true, autoplay: true, 'aria-label': name };
  if (mimeType.startsWith('audio/')) return <audio class={styles.audio} {...attributes} />;
  return <video class={styles.video} {...attributes} />;
}
