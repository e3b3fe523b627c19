import { signal } from '@preact/signals';
import { expect, it } from 'vitest';
import { recordingRow } from '../storage/testing/recording';
import { createSelection } from './selection';

function setUp() {
  const rows = ['a', 'b', 'c', 'd', 'e'].map((id) => recordingRow(id));
  const shown = signal(rows);
  const selection = createSelection(shown);
  return { ...selection, rows, shown, ids: () => selection.selected.value.map(({ id }) => id) };
}

it('ticks and unticks one, in the order of the list', () => {
  const { select, ids } = setUp();
  select('d', true, false);
  select('b', true, false);
  expect(ids()).toEqual(['b', 'd']);
  select('d', false, false);
  expect(ids()).toEqual(['b']);
});

it.each([
  ['down', 'b', 'd'],
  ['up', 'd', 'b'],
] as const)('ticks a range, %s, and unticks one', (_, from, to) => {
  const { select, ids } = setUp();
  select(from, true, false);
  select(to, true, true);
  expect(ids()).toEqual(['b', 'c', 'd']);
  select(from, false, true);
  expect(ids()).toEqual([]);
});

it('a range without a beginning, or with one that is not shown, is one', () => {
  const { select, shown, rows, ids } = setUp();
  select('c', true, true);
  expect(ids()).toEqual(['c']);
  shown.value = rows.slice(3);
  select('e', true, true);
  expect(ids()).toEqual(['e']);
});

it('selects all that are shown, and acts on no other', () => {
  const { select, selectAll, clearSelection, shown, rows, ids, ticked } = setUp();
  select('a', true, false);
  shown.value = rows.slice(2);
  expect(ids()).toEqual([]);
  selectAll();
  expect(ids()).toEqual(['c', 'd', 'e']);
  shown.value = rows;
  expect(ids(), 'it is still ticked').toEqual(['a', 'c', 'd', 'e']);
  clearSelection();
  expect(ticked.value.size).toBe(0);
});
