import type { Snapshot } from '../domain/snapshot';

const name = 'timeslice:snapshot';

/** Tells every open page what the recorder does; it wakes nobody. */
export function createSnapshotSender(): (snapshot: Snapshot) => void {
  const channel = new BroadcastChannel(name);
  return (snapshot) => channel.postMessage(snapshot);
}

/** Calls back with every snapshot that the recorder sends. @returns ends it */
export function onSnapshot(listener: (snapshot: Snapshot) => void): () => void {
  const channel = new BroadcastChannel(name);
  channel.onmessage = (event: MessageEvent<Snapshot>) => listener(event.data);
  return () => channel.close();
}
