import type { MediaLike } from '../playback';

/** A media element that does nothing by itself. */
export class FakeMedia extends EventTarget implements MediaLike {
  currentTime = 0;
  duration = Number.NaN;
  paused = true;
  seeking = false;
  error: MediaError | null = null;
  volume = 1;
  muted = false;
  loop = false;
  playbackRate = 1;
  src = 'blob:original';
  autoplay = true;
  async play() {
    this.paused = false;
    this.say('play');
  }
  pause() {
    this.paused = true;
    this.say('pause');
  }
  say(name: string) {
    this.dispatchEvent(new Event(name));
  }
}
