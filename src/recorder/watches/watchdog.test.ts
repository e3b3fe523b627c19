import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createWatchdog } from './watchdog';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(isDue = true) {
  const requestData = vi.fn();
  const onChange = vi.fn();
  return { requestData, onChange, watchdog: createWatchdog({ isDue, requestData, onChange }) };
}

it('asks after 10 s without data, and says so where none comes', () => {
  const { watchdog, requestData, onChange } = setUp();
  watchdog.reset();
  vi.advanceTimersByTime(9999);
  expect(requestData).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(requestData).toHaveBeenCalledTimes(1);
  expect(watchdog.unanswered).toBe(false);
  vi.advanceTimersByTime(2000);
  expect(watchdog.unanswered).toBe(true);
  expect(onChange).toHaveBeenCalledTimes(1);
});

it('is not content with what was gathered before the silence', () => {
  const { watchdog, requestData } = setUp();
  requestData.mockImplementation(() => watchdog.hear());
  watchdog.reset();
  vi.advanceTimersByTime(12_000);
  expect(watchdog.unanswered).toBe(true);
});

it('is content with more than an answer', () => {
  const { watchdog, requestData, onChange } = setUp();
  watchdog.reset();
  vi.advanceTimersByTime(10_000);
  watchdog.hear();
  vi.advanceTimersByTime(1000);
  watchdog.hear();
  vi.advanceTimersByTime(9000);
  expect(onChange).not.toHaveBeenCalled();
  expect(requestData).toHaveBeenCalledTimes(1);
});

it('goes on asking every 10 s, until data comes', () => {
  const { watchdog, requestData, onChange } = setUp();
  watchdog.reset();
  vi.advanceTimersByTime(40_000);
  expect(requestData).toHaveBeenCalledTimes(4);
  watchdog.hear();
  watchdog.hear();
  expect(watchdog.unanswered).toBe(false);
  expect(onChange).toHaveBeenCalledTimes(2);
});

it('asks for nothing while it rests, or where nothing is due', () => {
  const resting = setUp();
  resting.watchdog.reset();
  resting.watchdog.rest();
  const patient = setUp(false);
  patient.watchdog.reset();
  vi.advanceTimersByTime(100_000);
  expect(resting.requestData).not.toHaveBeenCalled();
  expect(patient.requestData).not.toHaveBeenCalled();
});
