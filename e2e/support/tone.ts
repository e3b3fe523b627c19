import { writeFileSync } from 'node:fs';

const rate = 48_000;

/** Writes a second of a tone at full scale as a WAV file, which can be looped. */
export function writeTone(path: string, hertz: number): void {
  const file = Buffer.alloc(44 + rate * 2);
  file.write('RIFF', 0);
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20); // PCM
  file.writeUInt16LE(1, 22); // one channel
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(rate * 2, 40);
  for (let sample = 0; sample < rate; sample += 1) {
    const value = Math.sin((2 * Math.PI * hertz * sample) / rate);
    file.writeInt16LE(Math.round(value * 32_767), 44 + sample * 2);
  }
  writeFileSync(path, file);
}
