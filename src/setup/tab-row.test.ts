import { describe, expect, it, vi } from 'vitest';
import { createTabRow, type TabRowDeps } from './tab-row';

function setUp(answer: () => Promise<boolean>) {
  const world = { allowed: false, changed: (): void => undefined };
  const deps = {
    isPossible: true,
    isAllowed: async () => world.allowed,
    request: vi.fn(answer),
    onChanged: (listener) => {
      world.changed = listener;
    },
    rememberRefusal: vi.fn(async () => undefined),
  } satisfies TabRowDeps;
  return { row: createTabRow(deps), world, deps };
}

describe('tab recording', () => {
  it('is asked for once at a time, and a refusal is remembered', async () => {
    const { row, deps } = setUp(async () => false);
    await row.begin();
    expect(row.state.value).toBe('not-asked');
    const first = row.ask();
    expect(row.asking.value).toBe(true);
    await Promise.all([first, row.ask()]);
    expect(deps.request).toHaveBeenCalledTimes(1);
    expect(row).toMatchObject({ asking: { value: false }, refused: { value: true } });
    expect(deps.rememberRefusal).toHaveBeenCalledTimes(1);
  });

  it('follows changes made elsewhere', async () => {
    const { row, world } = setUp(async () => false);
    await row.begin();
    await row.ask();
    world.allowed = true;
    world.changed();
    await vi.waitFor(() => expect(row.state.value).toBe('allowed'));
    expect(row.refused.value).toBe(false);
    world.allowed = false;
    world.changed();
    await vi.waitFor(() => expect(row.state.value).toBe('not-asked'));
  });

  it('says why the browser refused to ask', async () => {
    const { row } = setUp(async () => {
      throw new Error('Policy');
    });
    await row.begin();
    await row.ask();
    expect(row.failure.value).toMatchObject({ code: 'unexpected', detail: 'Error: Policy' });
    expect(row.asking.value).toBe(false);
  });
});
