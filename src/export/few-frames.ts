/** No packet is decoded while this many frames are open. What the decoder is working on, and what the encoder or a crop holds, comes on top. */
const mostOpen = 4;

/** A flush that waits for packets. */
interface Flush {
  readonly resolve: () => void;
  readonly reject: (reason: DOMException) => void;
}

/**
 * A `VideoDecoder` that decodes no more frames than are needed next, to replace the global one in a worker (docs/decisions.md,
 * “Few decoded frames at once”). Packets wait here until enough frames are closed.
 *
 * A packet that the decoder refuses is reported to `error` once it is its turn, and closes the decoder, as data that can't be
 * decoded does. mediabunny neither configures a decoder while packets wait nor decodes during a flush: such packets would
 * be decoded with the new configuration, and before that flush. Nothing reports that a frame is transferred. mediabunny
 * transfers those of a film with alpha while it receives one, so all frames are looked at then.
 */
export function decodingFewFrames(Decoder: typeof VideoDecoder): typeof VideoDecoder {
  /** Of each decoder that isn't closed. */
  const looks = new Set<() => void>();
  return class extends Decoder {
    #waiting: EncodedVideoChunk[] = [];
    readonly #open = new Set<VideoFrame>();
    #flushes: Flush[] = [];
    readonly #report: (error: DOMException) => void;
    readonly #look = () => {
      // A frame that was transferred is closed here, and has no size any more.
      for (const frame of this.#open) if (frame.codedWidth === 0) this.#open.delete(frame);
      this.#feed();
    };

    constructor({ output, error }: VideoDecoderInit) {
      const report = (reason: DOMException) => {
        looks.delete(this.#look);
        this.#drop(reason);
        error(reason);
      };
      super({
        output: (frame) => {
          output(this.#count(frame));
          for (const look of looks) look();
        },
        error: report,
      });
      looks.add(this.#look);
      this.#report = report;
      this.addEventListener('dequeue', () => this.#feed());
    }

    override get decodeQueueSize(): number {
      return this.#waiting.length + super.decodeQueueSize;
    }

    override decode(chunk: EncodedVideoChunk): void {
      // Throws, as specified.
      if (this.state !== 'configured') super.decode(chunk);
      this.#waiting.push(chunk);
      this.#feed();
    }

    override async flush(): Promise<void> {
      if (this.#waiting.length > 0)
        await new Promise<void>((resolve, reject) => this.#flushes.push({ resolve, reject }));
      await super.flush();
    }

    override reset(): void {
      super.reset();
      this.#drop(new DOMException('The decoder was reset', 'AbortError'));
    }

    override close(): void {
      super.close();
      looks.delete(this.#look);
      this.#drop(new DOMException('The decoder was closed', 'AbortError'));
    }

    #count(frame: VideoFrame): VideoFrame {
      const closeFrame = frame.close.bind(frame);
      this.#open.add(frame);
      const close = () => {
        closeFrame();
        if (this.#open.delete(frame)) this.#feed();
      };
      return Object.assign(frame, { close });
    }

    /** A decoder that reorders frames may take many before the first one comes: as long as few are open, it gets all that it takes. */
    #feed(): void {
      while (this.#open.size < mostOpen && super.decodeQueueSize === 0) {
        const chunk = this.#waiting.shift();
        if (chunk === undefined) break;
        try {
          super.decode(chunk);
        } catch (error) {
          if (this.state !== 'closed') super.close();
          this.#report(error as DOMException);
        }
      }
      if (this.#waiting.length > 0) return;
      for (const { resolve } of this.#flushes.splice(0)) resolve();
    }

    /** Forgets the packets that wait, and rejects the flushes that wait for them. */
    #drop(reason: DOMException): void {
      this.#waiting = [];
      for (const { reject } of this.#flushes.splice(0)) reject(reason);
    }
  };
}
