import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { fail, ok, type Result } from '../../domain/failure';
import { type Notices, noNotices } from '../../domain/notices';
import { isNewer } from '../../domain/revision';
import { noSnapshot, type RecorderSnapshot, type SnapshotRevision } from '../../domain/snapshot';
import type { Status } from '../../messaging/calls';
import type { Call } from '../../messaging/rpc';
import { createStatus } from './status';
import { createWorld, idle, openPopup, progress, recording, type StatusContent } from './testing/world';

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('the popup, when it opens', () => {
  it('shows the recording in progress, wherever it was started', async () => {
    const { popup } = await openPopup({ status: ok(recording) });
    expect(popup.ready.value).toBe(true);
    expect(popup.snapshot.value).toEqual({ revision: expect.any(Array), ...recording });
    expect(popup.shortcuts.value).toEqual({ toggleRecording: 'Ctrl+Shift+H' });
  });

  it('prefers the recorder’s broadcast to an older answer', async () => {
    let answer: (status: Result<StatusContent>) => void = () => undefined;
    const status = new Promise<Result<StatusContent>>((resolve) => {
      answer = resolve;
    });
    const { popup, send, opening } = createWorld({ status });
    send(recording);
    answer(ok(idle));
    await opening;
    expect(popup.snapshot.value).toEqual({ revision: expect.any(Array), ...recording });
  });

  it('shows itself, and the failure, if nobody answers', async () => {
    const { popup } = await openPopup({ status: fail('nobody-answered') });
    expect(popup.ready.value).toBe(true);
    expect(popup.failure.value?.failure.code).toBe('nobody-answered');
  });

  it('does not wait forever for a service worker that does not start', async () => {
    let answer: (status: Result<StatusContent>) => void = () => undefined;
    const status = new Promise<Result<StatusContent>>((resolve) => {
      answer = resolve;
    });
    const { popup } = await openPopup({ status, hurries: true });
    expect(popup.ready.value).toBe(true);
    expect(popup.failure.value?.failure.code).toBe('nobody-answered');
    answer(ok(recording));
    await vi.waitFor(() =>
      expect(popup.snapshot.value, 'a late answer is an answer').toEqual({
        revision: expect.any(Array),
        ...recording,
      }),
    );
    expect(popup.failure.value).toBeUndefined();
  });

  it('keeps the answer to a later question when an earlier one fails after it', async () => {
    let answer: (status: Result<StatusContent>) => void = () => undefined;
    const first = new Promise<Result<StatusContent>>((resolve) => {
      answer = resolve;
    });
    const { popup, world, runOut } = await openPopup({ status: first, hurries: true });
    world.hurries = false;
    world.status = ok(recording);
    await popup.dismiss();
    expect(popup.snapshot.value).toEqual({ revision: expect.any(Array), ...recording });
    runOut();
    expect(popup.failure.value, 'nor does its time run out any more').toBeUndefined();
    answer(fail('nobody-answered'));
    await first;
    await settled();
    expect(popup.snapshot.value).toEqual({ revision: expect.any(Array), ...recording });
    expect(popup.failure.value).toBeUndefined();
  });
});

describe('the status', () => {
  /** A status whose requests are answered, and whose broadcasts arrive, when the test says so. */
  function listen() {
    const answers: ((answer: Result<Status>) => void)[] = [];
    let snapshots: (snapshot: RecorderSnapshot) => void = () => undefined;
    let notices: (notices: Notices) => void = () => undefined;
    /** The ends of the waits for each question, in order. */
    const timeouts: (() => void)[] = [];
    const status = createStatus({
      call: (() => new Promise((resolve) => answers.push(resolve))) as Call,
      onSnapshot(listener) {
        snapshots = listener;
        return () => undefined;
      },
      onNotices(listener) {
        notices = listener;
        return () => undefined;
      },
      onLevels: () => () => undefined,
      now: () => 0,
      every: () => () => undefined,
      later(_ms, task) {
        timeouts.push(task);
        return () => undefined;
      },
    });
    status.listen();
    return {
      status,
      answers,
      timeouts,
      snapshots: (snapshot: RecorderSnapshot) => snapshots(snapshot),
      notices: (value: Notices) => notices(value),
    };
  }

  const snapshotRevision: fc.Arbitrary<SnapshotRevision> = fc.tuple(
    fc.nat(3),
    fc.constantFrom<0 | 1>(0, 1),
    fc.nat(3),
  );
  const said = fc.record({
    how: fc.constantFrom('answer', 'snapshot', 'notices'),
    snapshot: snapshotRevision,
    notices: fc.nat(9),
  });

  it('ends at the newest snapshot and the newest notices, however answers and broadcasts mix', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(said, { minLength: 1 }), fc.infiniteStream(fc.nat()), async (all, order) => {
        const { status, answers, snapshots, notices } = listen();
        const received: Status[] = [{ snapshot: noSnapshot, notices: noNotices }];
        const pending: (readonly [(answer: Result<Status>) => void, Status])[] = [];
        const answerOne = async () => {
          const index = (order.next().value ?? 0) % Math.max(1, pending.length);
          const [question] = pending.splice(index, 1);
          question?.[0](ok(question[1]));
          await Promise.resolve();
        };
        for (const { how, snapshot: revision, notices: count } of all) {
          const value: Status = {
            snapshot: { ...noSnapshot, revision },
            notices: { ...noNotices, revision: [count] },
          };
          received.push({
            snapshot: how === 'notices' ? noSnapshot : value.snapshot,
            notices: how === 'snapshot' ? noNotices : value.notices,
          });
          if (how === 'snapshot') snapshots(value.snapshot);
          else if (how === 'notices') notices(value.notices);
          else {
            void status.ask();
            const resolve = answers.pop();
            if (resolve !== undefined) pending.push([resolve, value]);
          }
          if ((order.next().value ?? 0) % 2 === 0) await answerOne();
        }
        while (pending.length > 0) await answerOne();
        await settled();
        expect(
          received.some(({ snapshot }) => isNewer(snapshot.revision, status.snapshot.value.revision)),
        ).toBe(false);
        expect(received.map(({ snapshot }) => snapshot.revision.join())).toContain(
          status.snapshot.value.revision.join(),
        );
        expect(status.notices.value.revision[0]).toBe(
          Math.max(...received.map(({ notices: n }) => n.revision[0])),
        );
      }),
    );
  });

  it('notices a worker that dies after it has answered an earlier question', async () => {
    const { status, answers, timeouts } = listen();
    const first = status.ask();
    void status.ask();
    answers[0]?.(ok({ snapshot: noSnapshot, notices: noNotices }));
    await first;
    timeouts[1]?.();
    expect(status.silence.value?.code).toBe('nobody-answered');
  });

  it('recovers from a worker that does not answer as soon as the recorder or the worker says anything', async () => {
    for (const recover of ['snapshot', 'notices'] as const) {
      const { status, answers, snapshots, notices } = listen();
      const asking = status.ask();
      answers.pop()?.(fail('nobody-answered'));
      await asking;
      expect(status.silence.value).toEqual({ code: 'nobody-answered' });
      if (recover === 'snapshot') snapshots({ ...noSnapshot, revision: [1, 0, 1] });
      else notices({ ...noNotices, revision: [1] });
      expect(status.silence.value).toBeUndefined();
    }
  });
});

describe('the clock', () => {
  it('ticks by one timer, only while it records', async () => {
    const { popup, timers, pass, send } = await openPopup({ status: ok(recording) });
    expect(timers.size).toBe(1);
    pass(400);
    expect(popup.reading.value).toEqual({ elapsedMs: 5400, savedAgoMs: 500 });
    send({ ...recording, progress: { ...progress, elapsedMs: 5400, measuredAt: 1_000_400 } });
    expect(timers.size).toBe(1);
    send({ ...recording, session: { state: 'paused', recordingId: 'r1' } });
    expect(timers.size).toBe(0);
    send(idle);
    expect(timers.size).toBe(0);
  });
});

describe('the levels', () => {
  it('arrive only while something is recorded', async () => {
    const { popup, listening, send } = await openPopup();
    expect(listening.size).toBe(0);
    send(recording);
    for (const listener of listening) listener({ microphone: 0.5 });
    expect(popup.levels.value).toEqual({ microphone: 0.5 });
    send(idle);
    expect(listening.size).toBe(0);
    expect(popup.levels.value).toEqual({});
  });
});
