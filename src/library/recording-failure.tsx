import type { Failure } from '../domain/failure';
import { t } from '../extension/i18n';
import { failureTexts } from '../ui/failure-texts';
import { Icon } from '../ui/icon';

/** Why a recording ended before the person asked for it. */
export function RecordingFailure({ failure }: { readonly failure: Failure }) {
  return (
    <p class="card-failure" title={failure.detail}>
      <Icon name="warning" />
      {t(failureTexts[failure.code].what)}
    </p>
  );
}
