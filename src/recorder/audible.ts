/**
 * Plays a captured tab's sound: the browser mutes a tab while it is captured. The recording
 * takes the track directly and does not pass through here.
 *
 * @returns ends the playback
 */
export function keepAudible(stream: MediaStream): () => void {
  if (stream.getAudioTracks().length === 0) return () => undefined;
  const context = new AudioContext();
  context.createMediaStreamSource(stream).connect(context.destination);
  return () => void context.close();
}
