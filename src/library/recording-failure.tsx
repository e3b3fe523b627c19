import type { Failure } from '../domain/failure';
import { t } from '../extension/i18n';
import { failureTexts } from '../ui/failure-texts';
import { WarningIcon } from '../ui/icons';

/** Why a recording ended before the person asked for it. */
export function RecordingFailure({ failure }: { readonly failure: Failure }) {
  return (
    <p class="card-failure" title={failure.detail}>
      <WarningIcon />
      {t(failureTexts[failure.code].what)}
    </p>
  );
}
