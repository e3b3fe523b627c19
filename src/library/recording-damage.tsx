import type { Damage } from '../domain/damage';
import { formatDuration } from '../domain/format-duration';
import { locale, t } from '../extension/i18n';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';

interface RecordingDamageProps {
  readonly damage: Damage;
  /** Saves the slices as they are. */
  readonly savePieces: () => void;
}

/** What can be saved of a damaged recording, and why the rest can't. */
export function RecordingDamage({ damage, savePieces }: RecordingDamageProps) {
  return (
    <div class="card-damage">
      <p class="card-note card-note-warning">
        <Icon name="warning" />
        {explain(damage)}
      </p>
      {'restBytes' in damage && damage.what !== 'cut-off' && canPlay(damage) && (
        <Button kind="plain" onClick={savePieces}>
          {t('savePieces')}
        </Button>
      )}
    </div>
  );
}

/** Whether there is anything that a player understands. */
export function canPlay(damage: Damage | undefined): boolean {
  return damage === undefined || ('safeMs' in damage && (damage.safeMs > 0 || damage.what === 'cut-off'));
}

function explain(damage: Damage): string {
  switch (damage.what) {
    case 'no-media':
      return t('damageNoMedia');
    case 'not-media':
      return t('damageNotMedia');
    case 'cut-off':
      return t('damageCutOff');
    case 'gap':
      return canPlay(damage)
        ? t('damageGap', formatDuration(damage.safeMs, locale()))
        : t('damageNoBeginning');
    case 'unreadable':
      return t('damageUnreadable', formatDuration(damage.safeMs, locale()));
  }
}
