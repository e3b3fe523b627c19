import type { Recording } from '../domain/recording';
import { shortened } from '../domain/text';
import { t } from '../extension/i18n';

const longestLabel = 200;

/** The name of a recording, or a placeholder if it has none. */
export function nameOf({ name }: Pick<Recording, 'name'>): string {
  return name.trim() === '' ? t('nameless') : name;
}

/** A name cut to a length that fits a tooltip or an announcement. */
export function shortName(name: string): string {
  return shortened(name, longestLabel);
}
