import { type ReadonlySignal, signal } from '@preact/signals';
import { isOverAt, lengthOf, type PlayedFile, toFileMs, toRecordingMs } from './played-file';

/** What playback needs of an `HTMLMediaElement`. */
export interface MediaLike extends EventTarget {
  currentTime: number;
  readonly duration: number;
  readonly paused: boolean;
  readonly seeking: boolean;
  readonly error: MediaError | null;
  volume: number;
  muted: boolean;
  loop: boolean;
  playbackRate: number;
  src: string;
  autoplay: boolean;
  play(): Promise<void>;
  pause(): void;
}

/** What playback needs from outside. */
export interface PlaybackDeps {
  /** Calls back with each picture of the screen. @returns stops it */
  readonly everyFrame: (task: () => void) => () => void;
  /**
   * Where playing continues from a moment, both in ms: there, or later if something is left out; `undefined` if nothing
   * comes any more.
   */
  readonly next: (atMs: number) => number | undefined;
  /** The file that the element has. */
  readonly file: PlayedFile;
  /** How long it is said to be, in ms, until the element knows; 0: unknown. */
  readonly statedMs: number;
  /** Called before each seek, and before playing begins: another file can be loaded then without being noticed. */
  readonly onJump: () => void;
}

/** A media element as the player shows and controls it. Times are those of the recording, in ms. */
export interface Playback {
  readonly positionMs: ReadonlySignal<number>;
  /** 0 until it is known. */
  readonly durationMs: ReadonlySignal<number>;
  readonly isPlaying: ReadonlySignal<boolean>;
  /** Whether the browser can't play it. */
  readonly hasFailed: ReadonlySignal<boolean>;
  readonly speed: ReadonlySignal<number>;
  readonly isMuted: ReadonlySignal<boolean>;
  /** 0 to 1. */
  readonly volume: ReadonlySignal<number>;
  readonly isLooping: ReadonlySignal<boolean>;
  toggle(): void;
  pause(): void;
  /** Seeks; a position outside is moved to the nearer end. */
  seek(ms: number): void;
  setSpeed(speed: number): void;
  setMuted(isMuted: boolean): void;
  /** Sets the volume, 0 to 1; it is heard again if it was muted. */
  setVolume(volume: number): void;
  setLooping(isLooping: boolean): void;
  /** Goes on with another file from the same moment. */
  load(file: PlayedFile): void;
  /** Stops following the element. */
  end(): void;
}

/** The speeds that are offered. */
export const speeds = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4] as const;

/** Whether a moment is later than another, both in ms: a position of the element is rounded. */
function isLater(ms: number, than: number): boolean {
  return ms - than > 1;
}

/** Follows a media element. */
export function createPlayback(
  media: MediaLike,
  { everyFrame, next, file: first, statedMs, onJump }: PlaybackDeps,
): Playback {
  let file = first;
  const positionMs = signal(0);
  const durationMs = signal(statedMs);
  const isPlaying = signal(false);
  const speed = signal(media.playbackRate);
  const hasFailed = signal(false);
  const isMuted = signal(media.muted);
  const volume = signal(media.volume);
  const isLooping = signal(media.loop);
  let stopFollowing: (() => void) | undefined;

  const inFile = () => media.currentTime * 1000;
  const look = () => {
    positionMs.value = toRecordingMs(file, inFile());
    const lengthMs = lengthOf(file);
    if (lengthMs !== undefined) durationMs.value = lengthMs;
    // While another file is loaded, there is none: what depends on it would come and go, and lose the focus.
    else if (Number.isFinite(media.duration)) durationMs.value = media.duration * 1000;
    isPlaying.value = !media.paused;
    speed.value = media.playbackRate;
    isMuted.value = media.muted;
    volume.value = media.volume;
    hasFailed.value = media.error !== null;
    if (file.spans === undefined) isLooping.value = media.loop;
    else if (media.loop) loop(true);
  };
  /** By itself, the browser would begin with what the recording is not of the file. */
  const loop = (isWanted: boolean) => {
    isLooping.value = isWanted;
    media.loop = isWanted && file.spans === undefined;
  };

  /** Where playing continues from where it is. */
  const goOn = () => (isOverAt(file, inFile()) ? undefined : next(toRecordingMs(file, inFile())));
  const seek = (ms: number) => {
    onJump();
    // Without a known duration, the browser knows how far it can go.
    const last = durationMs.value > 0 ? durationMs.value : Number.POSITIVE_INFINITY;
    media.currentTime = toFileMs(file, Math.min(Math.max(ms, 0), last)) / 1000;
    look();
  };

  /** What was cut out is not played. */
  const follow = () => {
    look();
    // A new seek would restart the one under way.
    if (media.paused || media.seeking) return;
    const then = goOn();
    if (then !== undefined) {
      if (isLater(toFileMs(file, then), inFile())) seek(then);
      return;
    }
    const again = isLooping.value ? next(0) : undefined;
    if (again !== undefined) return seek(again);
    media.pause();
    // What follows in the file is not in the recording.
    if (isLater(inFile(), toFileMs(file, positionMs.value))) seek(positionMs.value);
  };

  const begin = () => {
    look();
    stopFollowing ??= everyFrame(follow);
  };
  const rest = () => {
    stopFollowing?.();
    stopFollowing = undefined;
    look();
  };

  /** The file can end before it is seen that the recording is over. */
  const endOrLoop = () => {
    rest();
    const again = file.spans !== undefined && isLooping.value ? next(0) : undefined;
    if (again === undefined) return;
    seek(again);
    void media.play().catch(() => undefined);
  };

  const play = () => {
    onJump();
    const then = goOn();
    const isOver = durationMs.value > 0 && (then ?? durationMs.value) >= durationMs.value;
    if (then === undefined || isOver) seek(next(0) ?? 0);
    else if (isLater(toFileMs(file, then), inFile())) seek(then);
    // The user sees that it is still paused.
    void media.play().catch(() => undefined);
  };

  const listeners = [
    [['play', 'playing'], begin],
    [['pause', 'emptied'], rest],
    [['ended'], endOrLoop],
    // Nobody sees the pictures of a hidden page, but its sound is heard.
    [['timeupdate'], follow],
    [['loadedmetadata', 'durationchange', 'seeked', 'ratechange', 'volumechange', 'error'], look],
  ] as const;
  for (const [names, listener] of listeners) {
    for (const name of names) media.addEventListener(name, listener);
  }
  look();
  if (isPlaying.value) begin();

  return {
    positionMs,
    durationMs,
    isPlaying,
    speed,
    isMuted,
    volume,
    hasFailed,
    isLooping,
    toggle: () => (media.paused ? play() : media.pause()),
    pause: () => media.pause(),
    seek,
    setSpeed(value) {
      media.playbackRate = value;
      look();
    },
    setMuted(value) {
      media.muted = value;
      look();
    },
    setVolume(value) {
      media.volume = value;
      media.muted = false;
      look();
    },
    setLooping(value) {
      loop(value);
      look();
    },
    load(other) {
      if (other.url === file.url) return;
      const { paused, playbackRate } = media;
      const atMs = toRecordingMs(file, inFile());
      file = other;
      loop(isLooping.value);
      media.autoplay = false;
      media.src = other.url;
      media.currentTime = toFileMs(other, atMs) / 1000;
      // A new file has the default one.
      media.playbackRate = playbackRate;
      if (!paused) void media.play().catch(() => undefined);
    },
    end() {
      for (const [names, listener] of listeners) {
        for (const name of names) media.removeEventListener(name, listener);
      }
      rest();
    },
  };
}
