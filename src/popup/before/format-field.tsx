import type { FormatChoice } from '../../domain/format';
import { t } from '../../extension/i18n';
import { formatNames } from '../../ui/format-names';
import { SelectField } from '../../ui/select-field';
import type { Choices } from '../model/choices';

/** The select "Format": what this browser can record, each with a word on what it is good for. */
export function FormatField({ choices }: { readonly choices: Choices }) {
  return (
    <SelectField
      id="format"
      label={t('formatLabel')}
      value={choices.options.value.format}
      options={choices.formats.map((value) => ({ value, label: labelOf(value) }))}
      onChange={(value) => choices.change({ format: value as FormatChoice })}
    />
  );
}

function labelOf(choice: FormatChoice): string {
  const { name, word } = formatNames[choice];
  return t('formatOption', t(name), t(word));
}
