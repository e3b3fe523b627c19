import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { ByteQueue } from './byte-queue';

const push = fc.record({ kind: fc.constant('push' as const), count: fc.nat(20) });
const read = fc.record({ kind: fc.constant('read' as const), count: fc.nat(12) });
const skip = fc.record({ kind: fc.constant('skip' as const), count: fc.nat(30) });
const settle = fc.record({ kind: fc.constant('settle' as const), count: fc.constant(0) });

test('reads what was pushed, in pieces of any size, also after a skip beyond the end', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(push, read, skip, settle), { maxLength: 60 }), (steps) => {
      const queue = new ByteQueue();
      let pushed = 0;
      let position = 0;
      for (const { kind, count } of steps) {
        const here = Math.max(pushed - position, 0);
        if (kind === 'push') {
          queue.push(Uint8Array.from({ length: count }, (_, index) => (pushed + index) % 251));
          pushed += count;
        } else if (kind === 'read') {
          const expected = Array.from(
            { length: Math.min(count, here) },
            (_, index) => (position + index) % 251,
          );
          expect([...queue.peek(count)]).toEqual(expected);
          expect(queue.has(count)).toBe(position <= pushed && here >= count);
          queue.skip(expected.length);
          position += expected.length;
        } else if (kind === 'skip') {
          queue.skip(count);
          position += count;
        } else {
          queue.settle();
        }
        expect(queue.position).toBe(position);
        expect(queue.pushed).toBe(pushed);
        expect(queue.reached).toBe(position <= pushed);
      }
    }),
  );
});

test('keeps nothing of the bytes that were read', () => {
  const queue = new ByteQueue();
  queue.push(new Uint8Array(1000));
  queue.skip(990);
  queue.settle();
  const rest = queue.peek(1000);
  expect(rest).toHaveLength(10);
  expect(rest.buffer.byteLength).toBe(10);
});

test('copies a long element that comes byte by byte only a few times', () => {
  const length = 20_000;
  const set = vi.spyOn(Uint8Array.prototype, 'set');
  const slice = vi.spyOn(Uint8Array.prototype, 'slice');
  const queue = new ByteQueue();
  for (let count = 0; count < length; count++) {
    queue.push(Uint8Array.of(count));
    queue.settle();
  }
  const copied = [
    ...set.mock.calls.map(([bytes]) => bytes.length),
    ...slice.mock.results.map(({ value }) => (value as Uint8Array).length),
  ].reduce((sum, bytes) => sum + bytes, 0);
  vi.restoreAllMocks();
  expect(queue.has(length)).toBe(true);
  // Once on its way in, and about once for each doubling: a copy for every byte would come to 200,000,000.
  expect(copied, 'bytes').toBeGreaterThanOrEqual(length);
  expect(copied).toBeLessThan(4 * length);
});
