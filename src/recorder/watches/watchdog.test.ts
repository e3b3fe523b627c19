import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createWatchdog } from './watchdog';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(isDue = true) {
  const requestData = vi.fn();
  const onChange = vi.fn();
  return { requestData, onChange, watchdog: createWatchdog({ isDue, requestData, onChange }) };
}

it('requests data after 10 s without any, and reports if none comes', () => {
  const { watchdog, requestData, onChange } = setUp();
  watchdog.start();
  vi.advanceTimersByTime(9999);
  expect(requestData).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(requestData).toHaveBeenCalledTimes(1);
  expect(watchdog.unanswered).toBe(false);
  vi.advanceTimersByTime(2000);
  expect(watchdog.unanswered).toBe(true);
  expect(onChange).toHaveBeenCalledTimes(1);
});

it('does not count data that was gathered before the silence', () => {
  const { watchdog, requestData } = setUp();
  requestData.mockImplementation(() => watchdog.dataArrived());
  watchdog.start();
  vi.advanceTimersByTime(12_000);
  expect(watchdog.unanswered).toBe(true);
});

it('counts data that comes after the answer', () => {
  const { watchdog, requestData, onChange } = setUp();
  watchdog.start();
  vi.advanceTimersByTime(10_000);
  watchdog.dataArrived();
  vi.advanceTimersByTime(1000);
  watchdog.dataArrived();
  vi.advanceTimersByTime(9000);
  expect(onChange).not.toHaveBeenCalled();
  expect(requestData).toHaveBeenCalledTimes(1);
});

it('keeps requesting every 10 s until data comes', () => {
  const { watchdog, requestData, onChange } = setUp();
  watchdog.start();
  vi.advanceTimersByTime(40_000);
  expect(requestData).toHaveBeenCalledTimes(4);
  watchdog.dataArrived();
  watchdog.dataArrived();
  expect(watchdog.unanswered).toBe(false);
  expect(onChange).toHaveBeenCalledTimes(2);
});

it('requests nothing while it is stopped, or if no data is due', () => {
  const stopped = setUp();
  stopped.watchdog.start();
  stopped.watchdog.stop();
  stopped.watchdog.dataArrived();
  const patient = setUp(false);
  patient.watchdog.start();
  vi.advanceTimersByTime(100_000);
  expect(stopped.requestData).not.toHaveBeenCalled();
  expect(patient.requestData).not.toHaveBeenCalled();
});
