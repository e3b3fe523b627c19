import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Recording } from '../domain/recording';
import { createMediaAccess } from '../files/media-access';
import { recordingRow } from '../storage/testing/recording';
import { createAttempts } from './attempts';
import { createHandOver } from './hand-over';

const recording: Recording = recordingRow('a', { name: 'Lesson', state: 'complete', bytes: 8 });

let inUse = 0;
const share = vi.fn(async (_data: ShareData) => undefined);

beforeEach(() => {
  vi.clearAllMocks();
  inUse = 0;
});

function setUp(file = new Blob(['recorded']), canShare: (data: ShareData) => boolean = () => true) {
  const attempts = createAttempts();
  const access = createMediaAccess({
    async useMedia() {
      inUse += 1;
      return async () => {
        inUse -= 1;
      };
    },
    urls: { create: () => 'blob:1', revoke: () => undefined },
    download: () => undefined,
    onEnd: async () => undefined,
  });
  const openMedia = async () => ({ file, damage: undefined });
  const handOver = createHandOver({ sharing: { canShare, share }, openMedia, access, attempts });
  return { handOver, attempts, access };
}

describe('sharing', () => {
  it('is offered if the browser can share such a file', () => {
    const canShare = vi.fn((_data: ShareData) => false);
    expect(setUp(undefined, canShare).handOver.canShare(recording)).toBe(false);
    const [file] = canShare.mock.calls[0]?.[0].files ?? [];
    expect([file?.name, file?.type]).toEqual(['Lesson.webm', 'video/webm']);
    const { attempts, access } = setUp();
    const openMedia = async () => ({ file: new Blob(), damage: undefined });
    const without = createHandOver({ sharing: {}, openMedia, access, attempts });
    expect(without.canShare(recording)).toBe(false);
  });

  it('hands over the file, which is in use meanwhile', async () => {
    const { handOver, attempts } = setUp();
    share.mockImplementationOnce(async ({ files = [] }) => {
      expect(inUse).toBe(1);
      expect(await files[0]?.text()).toBe('recorded');
      return undefined;
    });
    await handOver.share(recording);
    expect(share).toHaveBeenCalledOnce();
    expect([inUse, attempts.failure.value]).toEqual([0, undefined]);
  });

  it('that the user cancels is no failure; one that the browser refuses is', async () => {
    const { handOver, attempts } = setUp();
    share.mockRejectedValueOnce(new DOMException('no', 'AbortError'));
    await handOver.share(recording);
    expect(attempts.failure.value).toBeUndefined();
    share.mockRejectedValueOnce(new DOMException('too large', 'NotAllowedError'));
    await handOver.share(recording);
    expect(attempts.failure.value).toEqual({ code: 'share-refused', detail: 'NotAllowedError: too large' });
    expect(inUse).toBe(0);
  });

  it('says so if there is nothing to share', async () => {
    const { handOver, attempts } = setUp(new Blob());
    await handOver.share(recording);
    expect(attempts.failure.value?.code).toBe('recording-not-found');
    expect(share).not.toHaveBeenCalled();
  });
});

describe('a drag', () => {
  it('carries the address of the file, which is released once another app must have read it', async () => {
    vi.useFakeTimers();
    const { handOver } = setUp();
    const file = await handOver.prepareDrag(recording);
    expect(file?.downloadUrl).toBe('video/webm:Lesson.webm:blob:1');
    file?.end(true);
    await vi.advanceTimersByTimeAsync(59_000);
    expect(inUse).toBe(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(inUse).toBe(0);
    vi.useRealTimers();
  });

  it('that never began releases it at once', async () => {
    const { handOver } = setUp();
    (await handOver.prepareDrag(recording))?.end(false);
    await vi.waitFor(() => expect(inUse).toBe(0));
    expect(await setUp(new Blob()).handOver.prepareDrag(recording)).toBeUndefined();
  });
});
