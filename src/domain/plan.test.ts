import { expect, it } from 'vitest';
import { defaultOptions } from './options';
import { type Plan, parsePlan } from './plan';

const plan: Plan = {
  options: defaultOptions,
  name: 'Lesson 2026-01-02 03:04',
  tab: {
    reference: { id: 1, windowId: 2, title: 'Lesson' },
    streamId: 'stream',
    muted: false,
    defaultZoom: 1,
  },
};

const ofPicker: Plan = { options: { ...defaultOptions, source: 'picker' }, name: plan.name };

it('keeps a plan, with and without a tab', () => {
  for (const valid of [plan, ofPicker]) expect(parsePlan(valid)).toEqual({ ok: true, value: valid });
});

it('drops fields that it does not know', () => {
  expect(parsePlan({ ...plan, color: 'red', options: { ...plan.options, color: 'red' } })).toEqual({
    ok: true,
    value: plan,
  });
});

it.each([
  undefined,
  {},
  { ...plan, name: 5 },
  { ...plan, options: { ...defaultOptions, timesliceMs: 50 } },
  { ...plan, options: { source: 'tab' } },
  { ...plan, tab: { streamId: 'stream' } },
  { options: plan.options, name: plan.name },
  { ...plan, options: ofPicker.options },
  { ...plan, tab: { ...plan.tab, reference: { id: '1', windowId: 2 } } },
])('refuses %j as invalid options', (invalid) => {
  expect(parsePlan(invalid)).toMatchObject({ ok: false, failure: { code: 'invalid-options' } });
});

it('says which part is invalid', () => {
  const answer = parsePlan({ ...plan, options: { ...defaultOptions, timesliceMs: 50 } });
  expect(answer).toMatchObject({ failure: { detail: expect.stringContaining('options.timesliceMs') } });
});
