import {
  EncodedPacketSink,
  Input,
  type InputAudioTrack,
  type InputTrack,
  type InputVideoTrack,
  MATROSKA,
  MP4,
  QTFF,
  WEBM,
} from 'mediabunny';
import { pagedSource } from './blob-pages';
import type { Rotation } from './edits';
import type { PictureCodec, SoundCodec, Tracks } from './formats';
import { withDurations } from './last-duration';
import { eachPacket } from './packets';

/** How many packets a track has, and when it ends, in s. */
export interface Survey {
  readonly packets: number;
  readonly endsAt: number;
}

/** A track to export. */
export interface SourceTrack<Track extends InputTrack> extends Survey {
  readonly track: Track;
}

/** The file of a recording, opened. */
export interface SourceFile {
  readonly tracks: Tracks;
  readonly picture: SourceTrack<InputVideoTrack> | undefined;
  readonly sound: SourceTrack<InputAudioTrack> | undefined;
  /** How players turn the picture, as the file tells them to. */
  readonly rotation: Rotation;
  /** In s. */
  readonly duration: number;
  close(): void;
}

/**
 * Opens a file and counts its packets, whose number an MP4 needs in advance.
 *
 * @throws Error if it is no media file
 */
export async function openSource(file: Blob): Promise<SourceFile> {
  const input = new Input({
    source: pagedSource(file),
    formats: [MP4, QTFF, WEBM, MATROSKA],
  });
  const picture = await survey(await input.getPrimaryVideoTrack());
  const sound = await survey(await input.getPrimaryAudioTrack());
  return {
    picture,
    sound,
    tracks: {
      picture: (await picture?.track.getCodec()) as PictureCodec | undefined,
      sound: soundCodec(await sound?.track.getCodec()),
    },
    rotation: (await picture?.track.getRotation()) ?? 0,
    duration: Math.max(picture?.endsAt ?? 0, sound?.endsAt ?? 0),
    close: () => input.dispose(),
  };
}

async function survey<Track extends InputTrack>(
  track: Track | null,
): Promise<SourceTrack<Track> | undefined> {
  if (track === null) return undefined;
  let packets = 0;
  let endsAt = 0;
  const sink = new EncodedPacketSink(track);
  const stated = eachPacket(sink, { metadataOnly: true });
  // Without a duration of the last frame, a GIF would end before it.
  for await (const packet of withDurations(stated, (one, duration) => one.clone({ duration }))) {
    packets++;
    endsAt = Math.max(endsAt, packet.timestamp + packet.duration);
  }
  return packets === 0 ? undefined : { track, packets, endsAt };
}

function soundCodec(codec: string | null | undefined): SoundCodec | undefined {
  if (codec?.startsWith('pcm')) return 'pcm';
  return (codec ?? undefined) as SoundCodec | undefined;
}
