import { expect, it } from 'vitest';
import { recordingRow } from '../storage/testing/recording';
import { type Filters, filterRecordings, noFilters } from './filters';

const rows = [
  recordingRow('tab', { state: 'complete' }),
  recordingRow('camera', { state: 'interrupted', source: 'camera' }),
  recordingRow('failed', { state: 'complete', failure: { code: 'tab-closed' } }),
  recordingRow('frozen', { state: 'complete', source: 'picker', marks: [{ atMs: 1, gapMs: 2 }] }),
  recordingRow('damaged', { state: 'interrupted', source: 'microphone' }),
];
const { source: _unknown, ...lost } = recordingRow('lost', { state: 'complete' });

const shown = (filters: Partial<Filters>) =>
  filterRecordings(
    [...rows, lost],
    { ...noFilters, ...filters },
    new Map([['damaged', { what: 'no-media' }]]),
  ).map(({ id }) => id);

it('shows all, also what has no known source', () => {
  expect(shown({})).toEqual(['tab', 'camera', 'failed', 'frozen', 'damaged', 'lost']);
});

it.each([
  ['tab', ['tab', 'failed']],
  ['picker', ['frozen']],
  ['camera', ['camera']],
  ['microphone', ['damaged']],
] as const)('shows the recordings of a source: %s', (source, expected) => {
  expect(shown({ source })).toEqual(expected);
});

it.each([
  ['complete', ['tab', 'lost']],
  ['interrupted', ['camera', 'damaged']],
  ['problem', ['failed', 'frozen', 'damaged']],
] as const)('shows the recordings in a state: %s', (state, expected) => {
  expect(shown({ state })).toEqual(expected);
});

it('shows what passes both', () => {
  expect(shown({ source: 'microphone', state: 'problem' })).toEqual(['damaged']);
  expect(shown({ source: 'camera', state: 'problem' })).toEqual([]);
});
