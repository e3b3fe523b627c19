/** Changes of rows. They don't say which rows: a page that shows some reads them again. */
export interface Changes {
  /** Announces a change to every context. */
  announce(): void;
  /** Calls back after every change, in any context. @returns stops it */
  listen(listener: () => void): () => void;
}

/** Changes that are announced on a BroadcastChannel of that name. */
export function createChanges(channelName: string): Changes {
  return {
    announce() {
      const channel = new BroadcastChannel(channelName);
      channel.postMessage(null);
      channel.close();
    },
    listen(listener) {
      const channel = new BroadcastChannel(channelName);
      channel.onmessage = listener;
      return () => channel.close();
    },
  };
}
