import type { SoundCodec } from './formats';

/** FFmpeg's AAC encoder puts so many samples in front of the sound, whatever the sample rate. */
export const aacDelay = 1024;

/**
 * Loads the encoder of a codec that browsers lack. AAC is always encoded by this one: how much others delay the sound
 * depends on the system.
 */
export async function loadEncoder(codec: SoundCodec): Promise<void> {
  if (codec === 'aac') (await import('@mediabunny/aac-encoder')).registerAacEncoder();
  if (codec === 'mp3') (await import('@mediabunny/mp3-encoder')).registerMp3Encoder();
}
