/** One way from whoever knows to every open page that listens; it wakes nobody. */
export interface Channel<T> {
  /** Makes the sender. */
  sender(): (value: T) => void;
  /** Calls back with every value that is sent elsewhere. @returns ends it */
  listen(listener: (value: T) => void): () => void;
}

/** A `BroadcastChannel` of that name that carries values of one type. */
export function createChannel<T>(name: string): Channel<T> {
  return {
    sender() {
      const channel = new BroadcastChannel(name);
      return (value) => channel.postMessage(value);
    },
    listen(listener) {
      const channel = new BroadcastChannel(name);
      channel.onmessage = (event: MessageEvent<T>) => listener(event.data);
      return () => channel.close();
    },
  };
}
