import type { ColorMatrix } from '../domain/color';
import type { Failure } from '../domain/failure';
import type { Adjustment } from '../domain/options';
import type { Size } from '../domain/picture-box';
import type { Progress } from '../domain/snapshot';

/** What happens to a part: its progress changed, or it failed and sends nothing any more. */
export interface PartEvents {
  changed(): void;
  failed(failure: Failure): void;
}

/** The video of a recording, or its audio. */
export interface Part<PartProgress> {
  /** The track for `MediaRecorder`; it stays the same to the end. */
  readonly track: MediaStreamTrack | undefined;
  /** Whether a source of it is live, or awaited. */
  isLive(): boolean;
  /** @throws FailureError if a device that the change needs can't be opened */
  adjust(change: Adjustment): void | Promise<void>;
  progress(): PartProgress;
  close(): void;
}

/** The video. */
export interface PicturePart extends Part<Pick<Progress, 'inset' | 'pictureGone'>> {
  /** Sends the encoder fewer frames if it is far behind, in ms, and the frames are ours. */
  ease(behindMs: number): void;
  /** The matrix by which the source's colors were really made, whatever its label says. */
  setMatrix(matrix: ColorMatrix): void;
  /** Converts the colors of frames of that size to that matrix from now on, if they are ours. @returns whether it does */
  convertTo(matrix: ColorMatrix, size: Size): Promise<boolean>;
}

/** The audio, and the source's level in it. */
export interface SoundPart extends Part<Pick<Progress, 'microphone' | 'sourceSound' | 'sourceSoundGone'>> {
  /** Whether a recorded tab is played to the user. */
  setPlayed(played: boolean): void;
  /** The source's peak since the last call, 0 to 1; `undefined` if it has no audio. */
  sourcePeak(): number | undefined;
  /** Calls back about ten times a second with the level of what is recorded, 0 to 1; not without audio. */
  onLevel(listener: (level: number) => void): void;
}
