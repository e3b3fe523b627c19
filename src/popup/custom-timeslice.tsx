import { locale, t } from '../platform/i18n';
import { formatNumber } from '../ui/format-number';
import type { Choices } from './choices';

interface CustomTimesliceProps {
  readonly choices: Choices;
  /** In ms. */
  readonly range: { readonly min: number; readonly max: number };
}

/** A timeslice of one's own, judged as it is typed and never mended in silence. */
export function CustomTimeslice({ choices, range }: CustomTimesliceProps) {
  const isWrong = choices.typedIsWrong.value;
  return (
    <div class="custom-timeslice">
      <input
        id="custom-timeslice"
        class="input"
        type="number"
        min={range.min}
        max={range.max}
        step={1}
        value={choices.typed.value}
        aria-invalid={isWrong}
        {...(isWrong ? { 'aria-describedby': 'custom-timeslice-error' } : {})}
        onInput={(event) => choices.typeTimeslice(event.currentTarget.value)}
      />
      <label class="field-hint" for="custom-timeslice">
        {t('timesliceCustomLabel')}
      </label>
      {isWrong && (
        <p id="custom-timeslice-error" class="field-error" role="alert">
          {t('timesliceCustomError', formatNumber(range.min, locale()), formatNumber(range.max, locale()))}
        </p>
      )}
    </div>
  );
}
