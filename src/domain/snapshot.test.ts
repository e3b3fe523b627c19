import { describe, expect, it } from 'vitest';
import { stallLimitMs } from './snapshot';

describe('stallLimitMs', () => {
  it('is twice the cadence and two seconds, and nothing without a timeslice', () => {
    expect(stallLimitMs('webm', 250)).toBe(2500);
    expect(stallLimitMs('mp4', 250)).toBe(4000);
    expect(stallLimitMs('webm', 3_600_000), 'of its drafts').toBe(4000);
    expect(stallLimitMs('webm', null)).toBeNull();
  });
});
