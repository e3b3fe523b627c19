import type { Failure } from '../domain/failure';
import { t } from '../extension/i18n';
import { Button } from './button';
import { failureText, type Kept } from './failure-texts';
import { Icon } from './icon';

interface FailureAlertProps {
  readonly failure: Failure;
  /** What the session that failed left; `undefined` where no session ended. */
  readonly kept?: Kept | undefined;
  readonly action?: { readonly label: string; readonly run: () => void };
  readonly onDismiss?: () => void;
}

/** What happened, what was saved, what to do, and the button that does it. */
export function FailureAlert({ failure, kept, action, onDismiss }: FailureAlertProps) {
  const text = failureText(failure.code, kept);
  return (
    <div class="alert alert-failure" role="alert">
      <p class="alert-what">{t(text.what)}</p>
      <p>
        {t(text.saved)} {t(text.todo)}
      </p>
      <div class="alert-actions">
        {action !== undefined && (
          <Button kind="primary" onClick={action.run}>
            {action.label}
          </Button>
        )}
        {failure.detail !== undefined && (
          <details class="alert-details">
            <summary>{t('details')}</summary>
            <code>
              <bdi>
                {failure.code}: {failure.detail}
              </bdi>
            </code>
          </details>
        )}
      </div>
      {onDismiss !== undefined && (
        <button type="button" class="alert-dismiss" aria-label={t('dismiss')} onClick={onDismiss}>
          <Icon name="close" />
        </button>
      )}
    </div>
  );
}
