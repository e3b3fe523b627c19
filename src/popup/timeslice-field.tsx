import { timesliceRangeMs } from '../domain/options';
import { locale, t } from '../platform/i18n';
import { formatInterval } from '../ui/format-interval';
import { WarningIcon } from '../ui/icons';
import { SelectField } from '../ui/select-field';
import type { Choices } from './choices';
import { CustomTimeslice } from './custom-timeslice';
import { type TimesliceChoice, timesliceChoices } from './timeslice-choice';

/** The select "Timeslice", with what the choice means for a recording. */
export function TimesliceField({ choices }: { readonly choices: Choices }) {
  return (
    <SelectField
      id="timeslice"
      label={t('timesliceLabel')}
      value={choices.timeslice.value}
      options={timesliceChoices.map((value) => ({ value, label: labelOf(value) }))}
      onChange={(value) => choices.chooseTimeslice(value as TimesliceChoice)}
      describedBy="timeslice-note"
    >
      {choices.timeslice.value === 'custom' && <CustomTimeslice choices={choices} range={timesliceRangeMs} />}
      <TimesliceNote choices={choices} />
    </SelectField>
  );
}

function TimesliceNote({ choices }: { readonly choices: Choices }) {
  const slower = choices.slowerCadenceMs.value;
  if (choices.timeslice.value === 'none') {
    return (
      <p id="timeslice-note" class="field-warning">
        <WarningIcon />
        {t('timesliceNoneWarning')}
      </p>
    );
  }
  return (
    <p id="timeslice-note" class="field-hint">
      {slower === undefined ? t('timesliceHint') : t('timesliceCadence', formatInterval(slower, locale(), t))}
    </p>
  );
}

function labelOf(choice: TimesliceChoice): string {
  if (choice === 'custom') return t('timesliceCustom');
  if (choice === 'none') return t('timesliceNone');
  return formatInterval(Number(choice), locale(), t);
}
