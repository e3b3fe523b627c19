import type { Failure } from '../domain/failure';
import { t } from '../extension/i18n';
import { Alert } from './alert';
import { Button } from './button';
import styles from './failure-alert.module.css';
import { failureText, type Kept } from './failure-texts';

interface FailureAlertProps {
  readonly failure: Failure;
  /** What the failed session left; `undefined` if no session ended. */
  readonly kept?: Kept | undefined;
  readonly action?: { readonly label: string; readonly run: () => void };
  readonly onDismiss?: () => void;
}

/** What happened, what was saved, what to do next, and the button that does it. */
export function FailureAlert({ failure, kept, action, onDismiss }: FailureAlertProps) {
  const text = failureText(failure.code, kept);
  return (
    <Alert
      tone="failure"
      title={t(text.what)}
      actions={
        <>
          {action !== undefined && (
            <Button kind="primary" onClick={action.run}>
              {action.label}
            </Button>
          )}
          {failure.detail !== undefined && (
            <details class={styles.details}>
              <summary>{t('details')}</summary>
              <code>
                <bdi>
                  {failure.code}: {failure.detail}
                </bdi>
              </code>
            </details>
          )}
        </>
      }
      onDismiss={onDismiss}
    >
      <p>
        {t(text.saved)} {t(text.todo)}
      </p>
    </Alert>
  );
}
