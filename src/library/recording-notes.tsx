import { isPart } from '../domain/clip';
import type { Damage } from '../domain/damage';
import type { Failure } from '../domain/failure';
import { formatDuration } from '../domain/format-duration';
import { mayMissMs, type Recording, type RecordingId } from '../domain/recording';
import { locale, t } from '../extension/i18n';
import { Button } from '../ui/button';
import { failureTexts } from '../ui/failure-texts';
import { formatInterval } from '../ui/formats';
import { Icon } from '../ui/icon';
import styles from './recording-notes.module.css';

interface RecordingNotesProps {
  readonly recording: Recording;
  readonly damage: Damage | undefined;
  /** Saves the slices without repairing them. */
  readonly savePieces: () => void;
}

/** What is missing from a recording or broken in it, and why it ended before the user stopped it. */
export function RecordingNotes({ recording, damage, savePieces }: RecordingNotesProps) {
  return (
    <>
      {recording.state === 'interrupted' && damage === undefined && <RecoveredNote recording={recording} />}
      {damage !== undefined && (
        // The raw data of a part would contain what was cut out.
        <DamageNote
          id={recording.id}
          damage={damage}
          savePieces={isPart(recording) ? undefined : savePieces}
        />
      )}
      {recording.failure !== undefined && <FailureNote failure={recording.failure} />}
    </>
  );
}

/** How much may be missing at the end of an interrupted recording. */
function RecoveredNote({ recording }: { readonly recording: Recording }) {
  const ms = mayMissMs(recording);
  return (
    <p class={styles.note}>
      {ms === null ? t('recoveredOnRequest') : t('recoveredMissing', formatInterval(ms, locale(), t))}
    </p>
  );
}

function FailureNote({ failure }: { readonly failure: Failure }) {
  return (
    <p class={styles.note} data-tone="warning" title={failure.detail}>
      <Icon name="warning" />
      {t(failureTexts[failure.code].what)}
    </p>
  );
}

/** What can be saved of a damaged recording, and why the rest can't. */
function DamageNote({
  id,
  damage,
  savePieces,
}: {
  readonly id: RecordingId;
  readonly damage: Damage;
  /** Absent if they can't be saved. */
  readonly savePieces: (() => void) | undefined;
}) {
  return (
    <div class={styles.damage}>
      <p class={styles.note} data-tone="warning">
        <Icon name="warning" />
        {explain(damage)}
      </p>
      {savePieces !== undefined && 'restBytes' in damage && damage.what !== 'cut-off' && canPlay(damage) && (
        <Button kind="plain" aria-describedby={`name-${id}`} onClick={savePieces}>
          {t('savePieces')}
        </Button>
      )}
    </div>
  );
}

/** Whether a player can play any of it. */
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
