import { browser } from './browser';

/** The keys that the browser has assigned to our commands; a command without a key is absent. */
export interface Shortcuts {
  readonly toggleRecording?: string;
  readonly pauseResume?: string;
  readonly saveNow?: string;
  readonly muteMicrophone?: string;
}

/** Asks the browser which keys it has assigned. */
export async function readShortcuts(): Promise<Shortcuts> {
  const commands = await browser.commands.getAll();
  const key = (name: string) => commands.find((command) => command.name === name)?.shortcut || undefined;
  const keys = {
    toggleRecording: key('toggle-recording'),
    pauseResume: key('pause-resume'),
    saveNow: key('save-now'),
    muteMicrophone: key('mute-microphone'),
  };
  return Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== undefined));
}
