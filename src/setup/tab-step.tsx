import { t } from '../extension/i18n';
import { Button } from '../ui/button';
import { FailureAlert } from '../ui/failure-alert';
import { Icon } from '../ui/icon';
import { Step } from './step';
import type { TabRow } from './tab-row';

/** One-click tab recording: what the browser will say, and the button that asks. */
export function TabStep({ row }: { readonly row: TabRow }) {
  const state = row.state.value;
  const asking = row.asking.value;
  const hint = row.refused.value ? 'setupTabRefused' : 'setupTabHint';
  return (
    <Step id="tab" icon={<Icon name="tab" />} title={t('setupTab')} what={t('setupTabWhat')} state={state}>
      {state === 'not-asked' && (
        <>
          <p class="step-hint">{t(asking ? 'setupAsking' : hint)}</p>
          <Button kind="primary" aria-disabled={asking} onClick={() => void row.ask()}>
            {t('setupTabAllow')}
          </Button>
        </>
      )}
      {state === 'allowed' && <p class="step-hint">{t('setupTabDone')}</p>}
      {row.failure.value !== undefined && <FailureAlert failure={row.failure.value} />}
    </Step>
  );
}
