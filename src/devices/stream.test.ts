import { describe, expect, it, vi } from 'vitest';
import { failure } from '../domain/failure';
import { assertLive, stopTracks } from './stream';

describe('a stream', () => {
  it('is stopped with all its tracks', () => {
    const tracks = [{ stop: vi.fn() }, { stop: vi.fn() }];
    stopTracks({ getTracks: () => tracks } as unknown as MediaStream);
    stopTracks(undefined);
    for (const { stop } of tracks) expect(stop).toHaveBeenCalledOnce();
  });

  it('is refused if nothing of it is live', () => {
    const stream = (active: boolean) => ({ active, getTracks: () => [{}] }) as unknown as MediaStream;
    expect(() => assertLive(stream(true))).not.toThrow();
    expect(() => assertLive(stream(false))).toThrow(
      expect.objectContaining({
        failure: failure('nothing-to-record', 'The stream has 1 tracks, none live'),
      }),
    );
  });
});
