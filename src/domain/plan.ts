import type { CaptureOptions } from './options';

/** A tab, as far as the browser lets us know it. */
export interface TabReference {
  readonly id: number;
  readonly windowId: number;
  readonly title?: string;
}

/** What the recorder needs to start: the user's choices, and what only the service worker can get. */
export interface Plan {
  readonly options: CaptureOptions;
  /** The name of the recording: where it came from, and when. */
  readonly name: string;
  /** With the source `tab`: the single-use id of `tabCapture.getMediaStreamId()`, and the tab. */
  readonly tab?: { readonly reference: TabReference; readonly streamId: string };
}
