import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { expect } from '@playwright/test';
import { often } from './often';
import { run } from './run';

/** Speakers that the test listens to: a null sink of a PulseAudio server of its own. */
export interface Speakers {
  /** The server's address, for `PULSE_SERVER`. */
  readonly server: string;
  /** The largest sample since the last call of {@link listen}, 0 to 1. */
  readonly peak: number;
  /** Resolves to the largest sample of the next so many seconds of audio. Rejects if the program that listens ends. */
  listen(seconds: number): Promise<number>;
  /**
   * Resolves to when each beep since the last call began, in ms since 1970, once there were two seconds of silence. Rejects
   * if the program that listens ends.
   */
  takeBeeps(): Promise<number[]>;
  close(): Promise<void>;
}

const rate = 48_000;
/** The least silence between two beeps, in samples. */
const pause = 0.3 * rate;

/** Starts the server, and listens to what is played. */
export async function openSpeakers(): Promise<Speakers> {
  const folder = await mkdtemp(join(tmpdir(), 'timeslice-speakers-'));
  const server = `unix:${join(folder, 'socket')}`;
  const own = { ...env, HOME: folder, XDG_RUNTIME_DIR: folder, PULSE_SERVER: server };
  const modules = [
    'module-null-sink sink_name=speakers',
    `module-native-protocol-unix auth-anonymous=1 socket=${join(folder, 'socket')}`,
  ];
  const daemon = spawn(
    'pulseaudio',
    [
      '-n',
      '--daemonize=no',
      '--exit-idle-time=-1',
      '--disable-shm=yes',
      ...modules.flatMap((one) => ['-L', one]),
    ],
    { env: own, stdio: 'ignore' },
  );
  // Said by the check below: the program is missing, or ended.
  daemon.on('error', () => undefined);
  const stop = async () => {
    daemon.kill();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const isReady = () =>
    run('pactl', ['info'], own).then(
      () => true,
      () => false,
    );
  try {
    await expect.poll(isReady, { message: 'PulseAudio answers', ...often }).toBe(true);
  } catch (error) {
    await stop();
    throw error;
  }
  const format = ['--raw', '--format=float32le', `--rate=${rate}`, '--channels=1', '--latency-msec=20'];
  const recorder = spawn('parec', ['--device=speakers.monitor', ...format], {
    env: own,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let peak = 0;
  let count = 0;
  let rest = Buffer.alloc(0);
  let beeps: number[] = [];
  let lastLoud = Number.NEGATIVE_INFINITY;
  // When sample 0 was heard, in ms since 1970: a busy machine reads late, but never early.
  let startedAt = Number.POSITIVE_INFINITY;
  const waiting = new Set<() => void>();
  recorder.stdout.on('data', (chunk: Buffer) => {
    const bytes = Buffer.concat([rest, chunk]);
    const whole = bytes.length - (bytes.length % 4);
    rest = bytes.subarray(whole);
    for (let at = 0; at < whole; at += 4) {
      const sample = Math.abs(bytes.readFloatLE(at));
      peak = Math.max(peak, sample);
      if (sample < 0.1) continue;
      const index = count + at / 4;
      if (index - lastLoud > pause) beeps.push(index);
      lastLoud = index;
    }
    count += whole / 4;
    startedAt = Math.min(startedAt, Date.now() - (1000 * count) / rate);
    for (const look of waiting) look();
  });
  const ended = new Promise<never>((_, reject) => {
    recorder.on('error', reject);
    recorder.on('close', () => reject(new Error('parec has ended')));
  });
  // It does so when the speakers are closed, too.
  ended.catch(() => undefined);
  /** Calls back after each piece of audio, until the answer is `true`. */
  const until = (isDone: () => boolean) => {
    const heard = new Promise<void>((resolve) => {
      const look = () => {
        if (!isDone()) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
    });
    return Promise.race([heard, ended]);
  };
  return {
    server,
    get peak() {
      return peak;
    },
    async listen(seconds) {
      peak = 0;
      const end = count + seconds * rate;
      await until(() => count >= end);
      return peak;
    },
    async takeBeeps() {
      await until(() => count - lastLoud > 2 * rate);
      const taken = beeps.map((index) => startedAt + (1000 * index) / rate);
      beeps = [];
      // A busy machine may lose samples, and all later ones were heard later than their number says.
      startedAt = Number.POSITIVE_INFINITY;
      return taken;
    },
    async close() {
      recorder.kill();
      await stop();
    },
  };
}
