import { lastsMs, startFloorBytes } from '../../domain/disk-space';
import { locale, type MessageKey, t } from '../../extension/i18n';
import { Button } from '../../ui/button';
import { failureTexts } from '../../ui/failure-texts';
import { formatRoughTime, formatSize } from '../../ui/formats';
import { Warning } from '../../ui/warning';
import type { Popup } from '../model/model';
import type { NumberChoices } from '../model/number-choices';
import { Note } from './note';
import { ownNumberId } from './number-field';
import styles from './start-notes.module.css';

const labels: Record<keyof NumberChoices, MessageKey> = {
  timesliceMs: 'timesliceLabel',
  quality: 'qualityLabel',
  stopAfterMs: 'stopAfterLabel',
  stopAtBytes: 'stopAtLabel',
};

/** Why the button is disabled: a number is wrong, perhaps in a section that is closed. */
export function WrongNumberNote({ popup }: { readonly popup: Popup }) {
  const field = popup.wrongNumber.value;
  if (field === undefined) return null;
  return (
    <Note
      id="wrong-number"
      tone="warning"
      action={
        <Button kind="plain" onClick={() => showNumber(field)}>
          {t('correctNumber')}
        </Button>
      }
    >
      {t('wrongNumber', t(labels[field]))}
    </Note>
  );
}

/** Opens the section with the number, and focuses it. */
function showNumber(field: keyof NumberChoices): void {
  const input = document.getElementById(ownNumberId(field));
  const section = input?.closest('details');
  if (section) section.open = true;
  input?.focus();
}

/** Without the button in view, nothing shows whether it records. */
export function UnpinnedNote({ popup }: { readonly popup: Popup }) {
  return popup.isPinned.value === false ? <p class={styles.size}>{t('unpinned')}</p> : null;
}

const hourS = 3600;

/** The most that an hour takes, and how long the free space lasts; a warning if it is too little to start. */
export function SizeLine({ popup }: { readonly popup: Popup }) {
  const bitsPerSecond = popup.bitsPerSecond.value;
  const freeBytes = popup.freeBytes.value;
  if (freeBytes !== undefined && freeBytes < startFloorBytes) {
    return <Warning>{t(failureTexts['disk-low'].what)}</Warning>;
  }
  return (
    <p class={styles.size}>
      <span>{t('sizeOfAnHour', formatSize((bitsPerSecond / 8) * hourS, locale()))}</span>
      {freeBytes !== undefined && (
        <span>
          {t(
            'spaceLasts',
            formatSize(freeBytes, locale()),
            formatRoughTime(lastsMs(freeBytes, bitsPerSecond), locale()),
          )}
        </span>
      )}
    </p>
  );
}
