import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Recording } from '../domain/recording';
import { createMediaAccess } from '../files/media-access';
import type { CopyWatch } from '../files/media-reader';
import { recordingRow } from '../storage/testing/recording';
import { createAttempts } from './attempts';
import { createHandOver, readyMs } from './hand-over';
import { createMediaOpening } from './media-opening';

const recording: Recording = recordingRow('a', { name: 'Lesson', state: 'complete', bytes: 8 });

let inUse = 0;
const share = vi.fn(async (_data: ShareData) => undefined);

beforeEach(() => {
  vi.clearAllMocks();
  inUse = 0;
  userActivation.isActive = true;
});

/** Whether the click still counts. */
const userActivation = { isActive: true, hasBeenActive: true };

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
  const openMedia = vi.fn(async (_recording: Recording, _watch?: CopyWatch) => ({ file, damage: undefined }));
  const opening = createMediaOpening({ openMedia, onInspected: () => undefined });
  const handOver = createHandOver({
    sharing: { canShare, share, userActivation },
    opening,
    access,
    attempts,
  });
  return { handOver, attempts, access, opening, openMedia };
}

describe('sharing', () => {
  it('is offered if the browser can share such a file', () => {
    const canShare = vi.fn((_data: ShareData) => false);
    expect(setUp(undefined, canShare).handOver.canShare(recording)).toBe(false);
    const [file] = canShare.mock.calls[0]?.[0].files ?? [];
    expect([file?.name, file?.type]).toEqual(['Lesson.webm', 'video/webm']);
    const without = createHandOver({ sharing: {}, ...setUp() });
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

  it('waits for another click if making the file outlasts the first', async () => {
    const { handOver, attempts, openMedia } = setUp();
    userActivation.isActive = false;
    await handOver.share(recording);
    expect(share).not.toHaveBeenCalled();
    expect([handOver.readyToShare.value, inUse]).toEqual(['a', 1]);
    userActivation.isActive = true;
    await handOver.share(recording);
    expect(share).toHaveBeenCalledOnce();
    expect(openMedia, 'the file is made once').toHaveBeenCalledOnce();
    expect([handOver.readyToShare.value, inUse, attempts.failure.value]).toEqual([undefined, 0, undefined]);
  });

  it('releases the file that is ready once another is shared, or its recording is gone', async () => {
    const { handOver } = setUp();
    userActivation.isActive = false;
    await handOver.share(recording);
    await handOver.share({ ...recording, id: 'b' as Recording['id'] });
    expect([handOver.readyToShare.value, inUse]).toEqual(['b', 1]);
    handOver.forgetShare((id) => id === 'b');
    expect(inUse).toBe(1);
    handOver.forgetShare(() => false);
    await vi.waitFor(() => expect(inUse).toBe(0));
    expect(handOver.readyToShare.value).toBeUndefined();
  });

  it('releases the file that is ready if the other click doesn’t come', async () => {
    vi.useFakeTimers();
    const { handOver } = setUp();
    userActivation.isActive = false;
    await handOver.share(recording);
    await vi.advanceTimersByTimeAsync(readyMs - 1);
    expect([handOver.readyToShare.value, inUse]).toEqual(['a', 1]);
    await vi.advanceTimersByTimeAsync(1);
    expect([handOver.readyToShare.value, inUse]).toEqual([undefined, 0]);
    vi.useRealTimers();
  });

  it('gives each file that is ready its own time', async () => {
    vi.useFakeTimers();
    const { handOver } = setUp();
    userActivation.isActive = false;
    await handOver.share(recording);
    await vi.advanceTimersByTimeAsync(readyMs - 1);
    await handOver.share({ ...recording, id: 'b' as Recording['id'] });
    await vi.advanceTimersByTimeAsync(readyMs - 1);
    expect([handOver.readyToShare.value, inUse]).toEqual(['b', 1]);
    userActivation.isActive = true;
    await handOver.share({ ...recording, id: 'b' as Recording['id'] });
    expect([vi.getTimerCount(), inUse]).toEqual([0, 0]);
    vi.useRealTimers();
  });

  it('can be canceled while the file is copied, without a failure', async () => {
    const { handOver, opening, openMedia, attempts } = setUp();
    openMedia.mockImplementationOnce(async (_recording, watch) => {
      watch?.progress(0.5);
      opening.cancelCopy();
      throw watch?.signal.reason;
    });
    await handOver.share(recording);
    expect([inUse, attempts.failure.value]).toEqual([0, undefined]);
    expect(share).not.toHaveBeenCalled();
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
    const file = await handOver.prepareDrag(recording).file;
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
    (await handOver.prepareDrag(recording).file)?.end(false);
    await vi.waitFor(() => expect(inUse).toBe(0));
    expect(await setUp(new Blob()).handOver.prepareDrag(recording).file).toBeUndefined();
  });

  /** A file that is never ready. */
  const copyForEver = async (_recording: Recording, watch?: CopyWatch) => {
    watch?.progress(0.5);
    return new Promise<never>((_, reject) => {
      watch?.signal.addEventListener('abort', () => reject(watch.signal.reason));
    });
  };

  it('that ends before its copy does ends that, which nobody has seen', async () => {
    const { handOver, opening, openMedia, attempts } = setUp();
    openMedia.mockImplementation(copyForEver);
    const drag = handOver.prepareDrag(recording);
    await vi.waitFor(() => expect(openMedia).toHaveBeenCalled());
    expect(opening.copying.value).toBeUndefined();
    drag.cancel();
    expect(await drag.file).toBeUndefined();
    expect([inUse, attempts.failure.value]).toEqual([0, undefined]);
  });

  it('that waits for its copy shows that, and the user can cancel it', async () => {
    const { handOver, opening, openMedia } = setUp();
    openMedia.mockImplementation(copyForEver);
    const drag = handOver.prepareDrag(recording);
    drag.show();
    await vi.waitFor(() => expect(opening.copying.value).toEqual({ id: 'a', share: 0.5 }));
    opening.cancelCopy();
    expect(await drag.file).toBeUndefined();
    expect([inUse, opening.copying.value]).toEqual([0, undefined]);
  });
});
