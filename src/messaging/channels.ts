import * as v from 'valibot';
import { noticesSchema } from '../domain/notices';
import { levelsSchema, snapshotSchema } from '../domain/snapshot';

/** One way from a context to every open page that listens; it wakes no service worker. */
export interface Channel<T> {
  /** Makes the sender. */
  sender(): (value: T) => void;
  /** Calls back with every value that another context sends and that parses. @returns ends it */
  listen(listener: (value: T) => void): () => void;
}

/** A `BroadcastChannel` of that name that carries values of one type. */
export function createChannel<T>(name: string, schema: v.GenericSchema<unknown, T>): Channel<T> {
  return {
    sender() {
      const channel = new BroadcastChannel(name);
      return (value) => channel.postMessage(value);
    },
    listen(listener) {
      const channel = new BroadcastChannel(name);
      channel.onmessage = ({ data }: MessageEvent<unknown>) => {
        const value = v.safeParse(schema, data);
        if (value.success) listener(value.output);
      };
      return () => channel.close();
    },
  };
}

/** What the recorder is doing. */
export const snapshotChannel = createChannel('timeslice:snapshot', snapshotSchema);

/** What only the service worker knows. */
export const noticesChannel = createChannel('timeslice:notices', noticesSchema);

/** The levels of the recording's inputs, about ten times a second. */
export const levelsChannel = createChannel('timeslice:levels', levelsSchema);

/** A page that shows the recorded video asks for a thumbnail; it gets one soon, unless there is no video. */
export const thumbnailRequestChannel = createChannel('timeslice:thumbnail-request', v.literal('please'));

/** The current frame of the recording, at most 320 px wide and high. */
export const thumbnailChannel = createChannel(
  'timeslice:thumbnail',
  v.custom<ImageBitmap>((value) => value instanceof ImageBitmap),
);
