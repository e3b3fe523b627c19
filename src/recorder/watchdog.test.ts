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
  vi.advanceTimersByTime(1000);
  expect(watchdog.unanswered).toBe(true);
  expect(onChange).toHaveBeenCalledTimes(1);
});

it('is content with an answer', () => {
  const { watchdog, requestData, onChange } = setUp();
  requestData.mockImplementation(() => watchdog.reset());
  watchdog.reset();
  vi.advanceTimersByTime(11_000);
  expect(requestData).toHaveBeenCalledTimes(1);
  expect(onChange).not.toHaveBeenCalled();
});

it('goes on asking every 10 s, until data comes', () => {
  const { watchdog, requestData, onChange } = setUp();
  watchdog.reset();
  vi.advanceTimersByTime(40_000);
  expect(requestData).toHaveBeenCalledTimes(4);
  watchdog.reset();
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
