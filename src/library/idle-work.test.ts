import { expect, it } from 'vitest';
import { createIdleWork, type IdleTask } from './idle-work';

function setUp() {
  const log: string[] = [];
  const idle: (() => void)[] = [];
  const work = createIdleWork((task) => idle.push(task));
  /** A task that takes until it is ended, or interrupted. */
  const task = (name: string) => {
    let end: () => void = () => undefined;
    const run: IdleTask = (signal) => {
      log.push(`${name} begins`);
      return new Promise((resolve, reject) => {
        end = resolve;
        signal.onabort = () => reject(signal.reason);
      });
    };
    return { run, end: () => end() };
  };
  const rest = async () => {
    await settled();
    for (let next = idle.shift(); next !== undefined; next = idle.shift()) next();
    await settled();
  };
  return { work, log, task, rest };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

it('does one task after another, once there is time', async () => {
  const { work, log, task, rest } = setUp();
  const [one, other] = [task('one'), task('other')];
  work.add(one.run);
  work.add(other.run);
  expect(log).toEqual([]);
  await rest();
  expect(log).toEqual(['one begins']);
  one.end();
  await settled();
  expect(log).toEqual(['one begins', 'other begins']);
  other.end();
  await rest();
  const third = task('third');
  work.add(third.run);
  await rest();
  expect(log.at(-1)).toBe('third begins');
});

it('interrupts a task for work that the user waits for, and starts it again afterwards', async () => {
  const { work, log, task, rest } = setUp();
  const { run } = task('look');
  work.add(run);
  await rest();
  let finish: (result: string) => void = () => undefined;
  const urgent = work.during(() => new Promise<string>((resolve) => (finish = resolve)));
  await rest();
  work.add(task('later').run);
  await rest();
  expect(log).toEqual(['look begins']);
  finish('file');
  expect(await urgent).toBe('file');
  await rest();
  expect(log).toEqual(['look begins', 'look begins']);
});

it('begins nothing during overlapping urgent work, and continues after one that failed', async () => {
  const { work, log, task, rest } = setUp();
  const refuse: (() => void)[] = [];
  const beginUrgent = () =>
    work.during(() => new Promise((_, reject) => refuse.push(() => reject(new Error('no')))));
  const urgent = [beginUrgent(), beginUrgent()];
  work.add(task('look').run);
  refuse[0]?.();
  await expect(urgent[0]).rejects.toThrow('no');
  await rest();
  expect(log).toEqual([]);
  refuse[1]?.();
  await expect(urgent[1]).rejects.toThrow('no');
  await rest();
  expect(log).toEqual(['look begins']);
});

it('continues after a task that fails', async () => {
  const { work, log, task, rest } = setUp();
  work.add(async () => {
    throw new Error('The disk is gone');
  });
  work.add(task('next').run);
  await rest();
  expect(log).toEqual(['next begins']);
});
