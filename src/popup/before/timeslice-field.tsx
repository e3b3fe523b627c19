import { draftEveryMs } from '../../domain/recording';
import { locale, type MessageKey, t } from '../../extension/i18n';
import { formatInterval } from '../../ui/format-interval';
import { WarningIcon } from '../../ui/icons';
import type { Choices } from '../model/choices';
import { custom } from '../model/number-choice';
import { none } from '../model/number-choices';
import { NumberField } from './number-field';

const wholeNumber: MessageKey = 'timesliceCustomError';

/** The select "Timeslice", with what the choice means for a recording. */
export function TimesliceField({ choices }: { readonly choices: Choices }) {
  return (
    <NumberField
      choices={choices}
      field="timesliceMs"
      label={t('timesliceLabel')}
      nameOf={labelOf}
      unit={t('timesliceCustomLabel')}
      error={wholeNumber}
      describedBy="timeslice-note"
    >
      <TimesliceNote choices={choices} />
    </NumberField>
  );
}

function TimesliceNote({ choices }: { readonly choices: Choices }) {
  if (choices.numbers.timesliceMs.choice.value === none) {
    return (
      <p id="timeslice-note" class="field-warning">
        <WarningIcon />
        {t('timesliceNoneWarning')}
      </p>
    );
  }
  return (
    <p id="timeslice-note" class="field-hint">
      {hintOf(choices)}
    </p>
  );
}

/** What the choice costs in a crash: a longer timeslice goes to disk in drafts, one a second. */
function hintOf({ slowerCadenceMs, options }: Choices): string {
  const slower = slowerCadenceMs.value;
  if (slower !== undefined) return t('timesliceCadence', formatInterval(slower, locale(), t));
  return t((options.value.timesliceMs ?? 0) > draftEveryMs ? 'timesliceHintLong' : 'timesliceHint');
}

function labelOf(name: string): string {
  if (name === custom) return t('timesliceCustom');
  if (name === none) return t('timesliceNone');
  return formatInterval(Number(name), locale(), t);
}
