import { describe, expect, it } from 'vitest';
import { defaultOptions } from '../domain/options';
import { inactive } from '../domain/session';
import { setUp, tab } from './testing/world';

const startCalls = (sent: string[]) => sent.filter((name) => name === 'start');

describe('the menu and the keyboard', () => {
  it('start, and then stop', async () => {
    const { commands, sent } = setUp();
    await commands.toggle(tab);
    await commands.toggle(tab);
    expect(sent).toEqual(expect.arrayContaining(['start', 'stop']));
  });

  it('stop a start whose source has no data yet', async () => {
    const { commands, world, sent } = setUp();
    world.recorder = { session: { state: 'starting', recordingId: 'a' } };
    await commands.toggle(tab);
    expect(sent).toContain('stop');
    expect(startCalls(sent)).toEqual([]);
  });

  it('open the popup, which explains and asks, if the permission is missing', async () => {
    const { commands, deps, world, sent } = setUp();
    world.allowed = false;
    await commands.toggle(tab);
    expect(deps.openPopup).toHaveBeenCalledTimes(1);
    expect(startCalls(sent)).toEqual([]);
  });

  it('record the tab by the menu, whatever the last source was', async () => {
    const { commands, call } = setUp({}, { ...defaultOptions, source: 'picker' });
    await commands.toggle(tab, 'tab');
    expect(call).toHaveBeenCalledWith(
      'recorder',
      'start',
      expect.objectContaining({ tab: expect.anything() }),
    );
  });

  it('record a screen where a tab can’t be captured, although the tab was chosen', async () => {
    const { deps } = setUp();
    const tabCapture = { ...deps.tabCapture, isPossible: false };
    const { commands, call } = setUp({ tabCapture }, { ...defaultOptions, source: 'tab' });
    await commands.toggle(tab);
    expect(call).toHaveBeenCalledWith(
      'recorder',
      'start',
      expect.objectContaining({ options: expect.objectContaining({ source: 'picker' }) }),
    );
  });

  it('forget what was refused as soon as something else succeeds', async () => {
    const { commands, status } = setUp();
    await commands.saveNow();
    await commands.toggle(tab);
    expect(await status()).not.toMatchObject({ refusal: expect.anything() });
  });

  it('pause and resume by the same key', async () => {
    const { commands, world, sent } = setUp();
    await commands.toggle(tab);
    await commands.pauseOrResume();
    world.recorder = { session: { state: 'paused', recordingId: 'a' } };
    await commands.pauseOrResume();
    expect(sent).toEqual(expect.arrayContaining(['pause', 'resume']));
  });

  it('pause and resume if the key is pressed twice at once', async () => {
    const { commands, world, call, answer } = setUp();
    await commands.toggle(tab);
    const named: string[] = [];
    call.mockImplementation(async (_to, name) => {
      named.push(name);
      const result = answer(name);
      if (name === 'pause') world.recorder = { session: { state: 'paused', recordingId: 'a' } };
      return result;
    });
    await Promise.all([commands.pauseOrResume(), commands.pauseOrResume()]);
    expect(named.filter((name) => name !== 'status')).toEqual(['pause', 'resume']);
  });

  it('say that a recording without a microphone has none to mute, not that nothing is recorded', async () => {
    const { calls, commands, area } = setUp();
    await commands.muteOrUnmute();
    expect(area.values.get('notices')).toMatchObject({ refusal: { code: 'not-recording' } });
    await calls.start({ options: defaultOptions, tab });
    await commands.muteOrUnmute();
    expect(area.values.get('notices')).toMatchObject({ refusal: { code: 'microphone-off' } });
  });

  it('open the popup to say what was refused, until it is read', async () => {
    const { calls, commands, deps, status } = setUp();
    await commands.saveNow();
    expect(deps.openPopup).toHaveBeenCalledTimes(1);
    expect(await status()).toMatchObject({ refusal: { code: 'not-recording' } });
    await calls.dismiss();
    expect(await status()).toEqual({ session: inactive, recovered: [] });
  });
});
