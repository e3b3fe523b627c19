import { describe, expect, it } from 'vitest';
import { devicesOf } from './list-devices';

const input = (deviceId: string, label: string, groupId: string, kind: MediaDeviceKind = 'audioinput') => ({
  deviceId,
  label,
  groupId,
  kind,
});

describe('devicesOf', () => {
  it('lists each device once, with its name, and knows the default one', () => {
    const all = [
      input('default', 'Default - Headset', 'b'),
      input('communications', 'Communications - Webcam', 'a'),
      input('1', 'Webcam', 'a'),
      input('2', 'Headset', 'b'),
      input('3', 'Webcam', 'a', 'videoinput'),
      input('4', 'Headset', 'b', 'audiooutput'),
    ];
    expect(devicesOf(all, 'microphone')).toEqual([
      { id: '1', name: 'Webcam', isDefault: false },
      { id: '2', name: 'Headset', isDefault: true },
    ]);
    expect(devicesOf(all, 'camera')).toEqual([{ id: '3', name: 'Webcam', isDefault: true }]);
  });

  it('takes the first as the default if none is marked', () => {
    const all = [input('1', 'One', 'a', 'videoinput'), input('2', 'Two', 'b', 'videoinput')];
    expect(devicesOf(all, 'camera').map(({ isDefault }) => isDefault)).toEqual([true, false]);
  });

  it('keeps a default that is the only device', () => {
    expect(devicesOf([input('default', 'Default', 'a')], 'microphone')).toEqual([
      { id: 'default', name: 'Default', isDefault: true },
    ]);
  });

  it('knows before permission that there is one, and no more', () => {
    expect(devicesOf([input('', '', '')], 'microphone')).toEqual([{ id: '', name: '', isDefault: true }]);
    expect(devicesOf([input('', '', '')], 'camera')).toEqual([]);
  });
});
