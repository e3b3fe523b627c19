import { readFileSync } from 'node:fs';
import type { Process } from './processes';

/** `browser`, `renderer`, `gpu-process`, `utility`… */
export function typeOf({ command }: Process): string {
  return /--type=([\w-]+)/.exec(command)?.[1] ?? 'browser';
}

/**
 * The private memory of a process, in bytes, without its program and cached files. 0 once it is gone.
 */
export function memoryOf({ pid }: Process): number {
  const sizes = [...read(pid, 'smaps_rollup').matchAll(/^Pss_(?:Anon|Shmem): +(\d+) kB/gm)];
  return sizes.reduce((total, [, kilobytes]) => total + Number(kilobytes) * 1024, 0);
}

/** How much a process has written to the disk so far, in bytes; 0 once it is gone. */
export function writtenBy({ pid }: Process): number {
  return Number(/^write_bytes: (\d+)/m.exec(read(pid, 'io'))?.[1] ?? 0);
}

/** The CPU time that a process has used so far, in seconds; 0 once it is gone. */
export function cpuSecondsOf({ pid }: Process): number {
  const stat = read(pid, 'stat');
  // Its name, in brackets, may have spaces. Times are in hundredths of a second, on every Linux that Chromium runs on.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100;
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
