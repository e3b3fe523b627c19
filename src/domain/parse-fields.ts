import * as v from 'valibot';

/** What {@link parseFields} returns: the fields that are valid. */
type ValidFields<Entries extends v.ObjectEntries> = Partial<
  v.InferOutput<v.ObjectSchema<Entries, undefined>>
>;

/**
 * Parses each field alone: those that are missing or invalid are left out, and so are unknown ones. The caller adds
 * its fallbacks: data of an older or a newer version is never refused as a whole.
 */
export function parseFields<Entries extends v.ObjectEntries>(
  entries: Entries,
  value: unknown,
): ValidFields<Entries> {
  const fields = fieldsOf(value);
  const valid = Object.entries(entries).flatMap(([name, schema]) => {
    const field = v.safeParse(schema, fields[name]);
    return field.success ? [[name, field.output]] : [];
  });
  return Object.fromEntries(valid);
}

/** The fields of an object; none of anything else. */
export function fieldsOf(value: unknown): { readonly [name in string]?: unknown } {
  return typeof value === 'object' && value !== null ? value : {};
}
