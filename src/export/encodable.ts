import { evenDown, type Size } from './edits';
import type { PictureCodec, SoundCodec } from './formats';
import type { Encodable } from './offer';

/** Come along, or need no encoder. */
const always: readonly SoundCodec[] = ['aac', 'mp3', 'pcm'];

const videoCodecs: readonly (readonly [PictureCodec, string])[] = [
  ['avc', 'avc1.640034'],
  ['hevc', 'hvc1.1.6.L156.B0'],
  ['vp8', 'vp8'],
  ['vp9', 'vp09.00.52.08'],
  ['av1', 'av01.0.13M.08'],
];

/** Finds out what this browser can encode in this size, in px. */
export async function findEncodable(size: Size): Promise<Encodable> {
  // H.264 has no odd sizes: such a picture loses a row or a column.
  const [width, height] = [evenDown(size.width), evenDown(size.height)];
  const found = await Promise.all([
    ...videoCodecs.map(async ([codec, name]) => {
      const asked = globalThis.VideoEncoder?.isConfigSupported({ codec: name, width, height });
      return (await asked?.catch(() => undefined))?.supported ? codec : undefined;
    }),
    (async () => {
      const config = { codec: 'opus', sampleRate: 48_000, numberOfChannels: 2 };
      const asked = globalThis.AudioEncoder?.isConfigSupported(config);
      return (await asked?.catch(() => undefined))?.supported ? ('opus' as const) : undefined;
    })(),
  ]);
  return new Set([...always, ...found.filter((codec) => codec !== undefined)]);
}
