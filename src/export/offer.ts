import type { Recording } from '../domain/recording';
import type { Edits } from './edits';
import { type ByteRange, type ExportSource, estimateBytes } from './estimate';
import { type ExportFormat, exportFormats, type PictureCodec, type SoundCodec, tracksOf } from './formats';
import { type ExportPlan, encodedBy, type Obstacle, obstacleTo, planExport } from './plan';

/** A format as the dialog offers it. */
export type Offer = { readonly format: ExportFormat } & (
  | { readonly obstacle: Obstacle | 'encoder'; readonly plan?: never }
  | {
      readonly obstacle?: never;
      readonly plan: ExportPlan;
      /** About how many bytes it will have. */
      readonly bytes: ByteRange;
    }
);

/** A format that can be made. */
export type PossibleOffer = Extract<Offer, { readonly bytes: ByteRange }>;

/** Which codecs this browser can encode, with the encoders that come along. */
export type Encodable = ReadonlySet<PictureCodec | SoundCodec>;

/** What is known of a recording before it is opened. */
export function sourceOf(recording: Recording): ExportSource {
  const { durationMs, bytes, width, height } = recording;
  const { picture, sound } = tracksOf(recording.mimeType);
  const size = width !== undefined && height !== undefined ? { width, height } : undefined;
  return {
    durationMs,
    bytes,
    size: picture === undefined ? undefined : size,
    hasSound: sound !== undefined,
  };
}

/** Every format: what is done for it and how large it gets, or why it can't be made. */
export function offersFor(recording: Recording, edits: Edits, encodable: Encodable): readonly Offer[] {
  const tracks = tracksOf(recording.mimeType);
  const source = sourceOf(recording);
  return exportFormats.map((format): Offer => {
    const obstacle = obstacleTo(tracks, format, edits);
    if (obstacle !== undefined) return { format, obstacle };
    const plan = planExport(tracks, format, edits);
    if (encodedBy(plan).some((codec) => !encodable.has(codec)) && format !== 'gif' && format !== 'png') {
      return { format, obstacle: 'encoder' };
    }
    return { format, plan, bytes: estimateBytes(source, format, plan, edits) };
  });
}
