import * as v from 'valibot';
import { colorMatrixSchema, seenColorSchema } from './color';
import { fail, ok, type Result } from './failure';
import { optionsSchema } from './options';

/** A tab that can be recorded. */
export const tabReferenceSchema = v.object({
  id: v.number(),
  windowId: v.number(),
  /** Absent if the browser does not let us read it. */
  title: v.exactOptional(v.string()),
});

/** A tab, as far as the browser lets us know it. */
export type TabReference = Readonly<v.InferOutput<typeof tabReferenceSchema>>;

/** The state of the recorded tab, sent to the recorder because its tracks fire no event for it. */
export const tabStateSchema = v.object({
  /** Its page has crashed. */
  crashed: v.boolean(),
  /** The user has muted it. */
  muted: v.boolean(),
});

/** The state of the recorded tab. */
export type TabState = Readonly<v.InferOutput<typeof tabStateSchema>>;

/**
 * Reads a {@link TabState} from another context; unknown fields are dropped.
 *
 * @returns the state, or the failure `unexpected` if any part of it is missing or invalid
 */
export function parseTabState(value: unknown): Result<TabState> {
  const state = v.safeParse(tabStateSchema, value);
  return state.success ? ok(state.output) : fail('unexpected', v.summarize(state.issues));
}

const length = v.pipe(v.number(), v.minValue(1), v.maxValue(2 ** 16));

/** `devicePixelRatio` of a page. */
export const pixelRatioSchema = v.pipe(v.number(), v.minValue(0.1), v.maxValue(16));

const planSchema = v.pipe(
  v.object({
    options: optionsSchema,
    /** The name of the recording: its source, and when it starts. */
    name: v.string(),
    /** The matrix by which the colors of what was shared last were really made; absent if it is not known. */
    matrix: v.exactOptional(colorMatrixSchema),
    /** For the source `tab`, and no other: the tab, and the single-use id that `tabCapture.getMediaStreamId()` returned. */
    tab: v.exactOptional(
      v.pipe(
        v.object({
          reference: tabReferenceSchema,
          streamId: v.string(),
          /** Whether the user has muted it. */
          muted: v.boolean(),
          /** The size of its page, in px that don't depend on the display; absent if the browser does not say. */
          size: v.exactOptional(v.pipe(v.object({ width: length, height: length }), v.readonly())),
          /** The `devicePixelRatio` that a page of ours has on its display; absent if it isn't known. */
          pixelRatio: v.exactOptional(pixelRatioSchema),
          /** Colors of its page, if the matrix of the last one isn't known. */
          colors: v.exactOptional(v.pipe(v.array(seenColorSchema), v.readonly())),
          /** The browser's page zoom, as a factor, which is in the ratio of every page of ours. */
          defaultZoom: pixelRatioSchema,
        }),
        v.readonly(),
      ),
    ),
  }),
  v.check(
    ({ options, tab }) => (options.source === 'tab') === (tab !== undefined),
    'tab: needed for the source "tab", and for no other',
  ),
);

/** What the recorder needs to start: the user's choices, and what only the service worker can get. */
export type Plan = Readonly<v.InferOutput<typeof planSchema>>;

/**
 * Reads a plan from another context; unknown fields are dropped.
 *
 * @returns the plan, or the failure `invalid-options` if any part of it is missing or invalid
 */
export function parsePlan(value: unknown): Result<Plan> {
  const plan = v.safeParse(planSchema, value);
  return plan.success ? ok(plan.output) : fail('invalid-options', v.summarize(plan.issues));
}
