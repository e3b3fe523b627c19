import type { Recording } from '../domain/recording';
import { t } from '../extension/i18n';

const longestLabel = 200;

/** The name of a recording, or what stands for one. */
export function nameOf({ name }: Pick<Recording, 'name'>): string {
  return name.trim() === '' ? t('nameless') : name;
}

/** What a tooltip or a screen reader gets of a name: as much as anyone reads. */
export function shortened(name: string): string {
  return name.length > longestLabel ? `${name.slice(0, longestLabel)}…` : name;
}
