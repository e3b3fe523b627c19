/** A frame or packet, in s. */
interface Timed {
  readonly timestamp: number;
  readonly duration: number;
}

/** A first frame that is the only one lasts so long, in s. */
const assumedS = 1 / 30;

/**
 * Gives a duration to frames that state none, as the last one of each Cluster of Chromium's WebM: until the next one, or
 * for the last as long as the one before. Players leave out a last frame that lasts no time.
 */
export async function* withDurations<Item extends Timed>(
  items: AsyncIterable<Item>,
  lasting: (item: Item, seconds: number) => Item,
): AsyncGenerator<Item> {
  let held: Item | undefined;
  let before = assumedS;
  for await (const item of items) {
    if (held !== undefined) {
      const gap = item.timestamp - held.timestamp;
      if (gap > 0) before = gap;
      yield held.duration > 0 ? held : lasting(held, before);
    }
    held = item;
  }
  if (held !== undefined) yield held.duration > 0 ? held : lasting(held, before);
}
