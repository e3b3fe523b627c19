/** How many decoded frames may be open: the one that is encoded, the next, which says how long it lasts, and two more. */
const mostOpen = 4;

/**
 * A `VideoDecoder` that decodes no more frames than are needed next, to replace the global one in a worker (docs/decisions.md,
 * “Few decoded frames at once”). Packets wait here until enough frames are closed.
 */
export function decodingFewFrames(Decoder: typeof VideoDecoder): typeof VideoDecoder {
  return class extends Decoder {
    #waiting: EncodedVideoChunk[] = [];
    #open = 0;
    #emptied: (() => void) | undefined;
    readonly #fail: (error: DOMException) => void;

    constructor({ output, error }: VideoDecoderInit) {
      const fail = (reason: DOMException) => {
        this.#empty();
        error(reason);
      };
      super({ output: (frame) => output(this.#count(frame)), error: fail });
      this.#fail = fail;
      this.addEventListener('dequeue', () => this.#feed());
    }

    override get decodeQueueSize(): number {
      return this.#waiting.length + super.decodeQueueSize;
    }

    override decode(chunk: EncodedVideoChunk): void {
      this.#waiting.push(chunk);
      this.#feed();
    }

    override async flush(): Promise<void> {
      if (this.#waiting.length > 0) await new Promise<void>((resolve) => (this.#emptied = resolve));
      await super.flush();
    }

    override reset(): void {
      this.#empty();
      super.reset();
    }

    override close(): void {
      this.#empty();
      super.close();
    }

    #count(frame: VideoFrame): VideoFrame {
      const closeFrame = frame.close.bind(frame);
      let isOpen = true;
      this.#open++;
      const close = () => {
        closeFrame();
        if (!isOpen) return;
        isOpen = false;
        this.#open--;
        this.#feed();
      };
      return Object.assign(frame, { close });
    }

    /** A decoder that reorders frames may take many before the first one comes: as long as few are open, it gets all that it takes. */
    #feed(): void {
      while (this.#open < mostOpen && super.decodeQueueSize === 0) {
        const chunk = this.#waiting.shift();
        if (chunk === undefined) break;
        try {
          super.decode(chunk);
        } catch (error) {
          this.#fail(error as DOMException);
        }
      }
      if (this.#waiting.length === 0) this.#empty();
    }

    #empty(): void {
      this.#waiting = [];
      this.#emptied?.();
      this.#emptied = undefined;
    }
  };
}
