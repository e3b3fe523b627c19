interface PlayerProps {
  readonly url: string;
  /** The recording's. */
  readonly mimeType: string;
  readonly name: string;
}

/** Plays a recording, with the browser's own controls; sound alone takes no room for a picture. */
export function Player({ url, mimeType, name }: PlayerProps) {
  const attributes = { src: url, controls: true, autoplay: true, 'aria-label': name };
  if (mimeType.startsWith('audio/')) return <audio class="card-audio" {...attributes} />;
  return <video class="card-video" {...attributes} />;
}
