import { vi } from 'vitest';
import { type CaptureOptions, defaultOptions } from '../../../domain/options';
import type { MicrophoneInput } from '../microphone-input';
import type { MixInput } from '../mix-input';
import { openSound, type SoundDeps } from '../sound';

class FakeTrack extends EventTarget {
  readyState: MediaStreamTrackState = 'live';
  readonly name: string;

  constructor(name: string) {
    super();
    this.name = name;
  }
}

/** A context that runs, or never does. */
class FakeContext extends EventTarget {
  state: AudioContextState = 'suspended';
  readonly destination = { name: 'loudspeaker' };
  readonly resume = vi.fn(async () => undefined);
  readonly close = vi.fn(async () => undefined);

  become(state: AudioContextState) {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

const track = (name: string) => new FakeTrack(name) as unknown as MediaStreamTrack;
const streamOf = (...tracks: MediaStreamTrack[]) =>
  ({ getAudioTracks: () => tracks }) as Partial<MediaStream> as MediaStream;

function createInput() {
  return {
    entry: { name: 'entry' },
    connect: vi.fn<MixInput['connect']>(),
    renew: vi.fn(),
    setGain: vi.fn<MixInput['setGain']>(),
    readPeak: vi.fn(() => 0),
  };
}

/** What is recorded, and how. */
interface Setting {
  readonly options?: Partial<CaptureOptions>;
  readonly sources: readonly ('own' | 'microphone')[];
  /** Whether the context runs at once, after half a second, or never. */
  readonly runs?: 'at-once' | 'late' | 'never';
  /** Whether the worker starts that passes the source's audio on. */
  readonly retimes?: boolean;
  /** Whether a tab is played to the user. */
  readonly isPlayed?: boolean;
}

/** Opens the sound of these sources, under fake timers. */
export async function openFakeSound({
  options = {},
  sources,
  runs = 'at-once',
  retimes = true,
  isPlayed = true,
}: Setting) {
  const own = track('own');
  const microphone = track('microphone');
  const mixed = track('mix');
  const copied = track('copy');
  const context = new FakeContext();
  const silentContext = new FakeContext();
  if (runs === 'at-once') for (const each of [context, silentContext]) each.state = 'running';
  const inputs: ReturnType<typeof createInput>[] = [];
  const mix = { track: mixed, close: vi.fn() };
  const copy = { track: copied, setLateness: vi.fn(), close: vi.fn() };
  const microphoneInput = {
    progress: vi.fn<MicrophoneInput['progress']>(() => ({ label: 'Desk', muted: false, state: 'live' })),
    adjust: vi.fn<MicrophoneInput['adjust']>(),
    sample: vi.fn(() => 0),
    isAwaited: vi.fn(() => true),
    close: vi.fn(),
  };
  const sent = vi.fn();
  const setPlayed = vi.fn();
  const deps = {
    createContext: vi.fn(() => context as unknown as AudioContext),
    createSilentContext: vi.fn(() => silentContext as unknown as AudioContext),
    createStream: (of) => streamOf(of),
    createMixInput: vi.fn<SoundDeps['createMixInput']>(() => {
      const input = createInput();
      inputs.push(input);
      return input as unknown as MixInput;
    }),
    playTo: vi.fn<SoundDeps['playTo']>(() => setPlayed),
    openMicrophoneInput: vi.fn<SoundDeps['openMicrophoneInput']>(() => microphoneInput),
    openMix: vi.fn<SoundDeps['openMix']>(async () => mix),
    retime: vi.fn<SoundDeps['retime']>(async () => (retimes ? copy : undefined)),
    levelsSender: () => sent,
  } satisfies SoundDeps;
  const events = { changed: vi.fn(), failed: vi.fn() };
  const microphoneStream = streamOf(microphone);
  const opening = openSound(
    {
      shared: streamOf(...(sources.includes('own') ? [own] : [])),
      microphone: sources.includes('microphone') ? microphoneStream : undefined,
      isPlayed,
    },
    { ...defaultOptions, ...options },
    events,
    deps,
  );
  const used = deps.createContext.mock.calls.length > 0 ? context : silentContext;
  if (runs !== 'at-once') await vi.advanceTimersByTimeAsync(500);
  const inputsBefore = inputs.length;
  if (runs === 'late') used.become('running');
  if (runs === 'never') await vi.advanceTimersByTimeAsync(5000);
  const sound = await opening;
  return {
    ...{
      sound,
      deps,
      events,
      own,
      microphone,
      microphoneStream,
      mix,
      copy,
      inputs,
      microphoneInput,
      sent,
      setPlayed,
    },
    context: used,
    /** How many inputs there were before the context ran, or was given up. */
    inputsBefore,
  };
}
