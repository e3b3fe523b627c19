import { readdirSync, readFileSync } from 'node:fs';
import { kill } from 'node:process';
import type { TestBrowser } from './browser';
import { findServiceWorker, untilGone } from './service-worker';

/** A process. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Its arguments; Chromium joins those of its children with spaces. */
  readonly command: string;
}

/** Every process of this machine that can be inspected; only Linux has `/proc`. */
function processes(): Process[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8');
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
      return [{ pid: Number(name), parent: Number(/^PPid:\s*(\d+)$/m.exec(status)?.[1]), command }];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
}

/** The browser's own process, and every one below it. */
export function processesOf({ profile }: TestBrowser): Process[] {
  const all = processes();
  const found = all.filter(({ command }) => command.includes(`--user-data-dir=${profile}`));
  for (const one of found) {
    found.push(...all.filter((child) => child.parent === one.pid && !found.includes(child)));
  }
  return found;
}

function signal(targets: readonly Process[], name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
  for (const { pid } of targets) {
    try {
      kill(pid, name);
    } catch {
      // It has ended meanwhile.
    }
  }
}

/**
 * Kills every process of the browser with `kill -9`.
 *
 * @returns when, in ms since the epoch
 */
export async function killBrowser(app: TestBrowser): Promise<number> {
  const closed = app.context.waitForEvent('close');
  const victims = processesOf(app);
  if (victims.length < 3) throw new Error(`Only ${victims.length} processes belong to ${app.profile}`);
  const at = Date.now();
  signal(victims, 'SIGKILL');
  await closed;
  return at;
}

/**
 * Stops every process of the browser, as a sleeping or overloaded system may.
 *
 * @param ms for how long, at least
 * @returns for how long it was stopped, in ms
 */
export async function freezeBrowser(app: TestBrowser, ms: number): Promise<number> {
  const frozen = processesOf(app);
  const began = performance.now();
  signal(frozen, 'SIGSTOP');
  await new Promise((resolve) => setTimeout(resolve, ms));
  signal(frozen, 'SIGCONT');
  return performance.now() - began;
}

/**
 * Kills the process in which all contexts of the extension live: pages, service worker, offscreen document. Resolves once
 * the browser has noticed: an extension that is reloaded sooner may be left without its service worker (Chromium 156,
 * rarely).
 */
export async function killExtensionProcess(app: TestBrowser): Promise<void> {
  const ours = processesOf(app).filter(isExtension);
  const worker = await findServiceWorker(app);
  if (ours.length === 0 || worker === undefined) throw new Error('The extension does not run');
  signal(ours, 'SIGKILL');
  await untilGone(app, worker);
}

/** A process that serves a part of the browser, by its name in Chromium. */
export type Utility = 'video_capture.mojom.VideoCaptureService' | 'audio.mojom.AudioService';

/** Kills the process that serves cameras, or sound. */
export function killUtility(app: TestBrowser, name: Utility): void {
  const victims = processesOf(app).filter(({ command }) => command.includes(`--utility-sub-type=${name}`));
  if (victims.length === 0) throw new Error(`No process serves ${name}`);
  signal(victims, 'SIGKILL');
}

/** Whether the extension's pages and workers run in it. */
export function isExtension({ command }: Process): boolean {
  return command.includes('--extension-process');
}
