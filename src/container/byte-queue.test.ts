import fc from 'fast-check';
import { expect, test } from 'vitest';
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
  const queue = new ByteQueue();
  const started = performance.now();
  for (let count = 0; count < 200_000; count++) {
    queue.push(Uint8Array.of(count));
    queue.settle();
  }
  expect(queue.has(200_000)).toBe(true);
  expect(performance.now() - started).toBeLessThan(2000);
});
