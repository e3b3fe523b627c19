import { type MessageKey, t } from '../../extension/i18n';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import type { Popup } from '../model/model';
import type { NumberChoices } from '../model/number-choices';
import { ownNumberId } from './number-field';

const labels: Record<keyof NumberChoices, MessageKey> = {
  timesliceMs: 'timesliceLabel',
  quality: 'qualityLabel',
  stopAfterMs: 'stopAfterLabel',
  stopAtBytes: 'stopAtLabel',
};

/** Why nothing can be started, beside the button: a wrong number, perhaps in a section that is closed. */
export function WrongNumberNote({ popup }: { readonly popup: Popup }) {
  const field = popup.wrongNumber.value;
  if (field === undefined) return null;
  return (
    <div class="start-note">
      <Icon name="warning" />
      <p id="wrong-number">{t('wrongNumber', t(labels[field]))}</p>
      <Button kind="plain" onClick={() => showNumber(field)}>
        {t('correctNumber')}
      </Button>
    </div>
  );
}

/** Opens the section in which the number stands, and puts the focus there. */
function showNumber(field: keyof NumberChoices): void {
  const input = document.getElementById(ownNumberId(field));
  const section = input?.closest('details');
  if (section) section.open = true;
  input?.focus();
}
