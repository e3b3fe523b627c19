import * as v from 'valibot';
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

const planSchema = v.pipe(
  v.object({
    options: optionsSchema,
    /** The name of the recording: its source, and when it starts. */
    name: v.string(),
    /** For the source `tab`, and no other: the tab, and the single-use id that `tabCapture.getMediaStreamId()` returned. */
    tab: v.exactOptional(
      v.pipe(v.object({ reference: tabReferenceSchema, streamId: v.string() }), v.readonly()),
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
