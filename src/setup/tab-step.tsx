import { t } from '../extension/i18n';
import { Button } from '../ui/button';
import { FailureAlert } from '../ui/failure-alert';
import { Icon } from '../ui/icon';
import { Step, StepHint } from './step';
import type { TabRow } from './tab-row';

interface TabStepProps {
  readonly row: TabRow;
  /** Whether the button is hidden behind the puzzle piece. */
  readonly isHidden: boolean;
}

/** One-click tab recording: what the browser will show, and the button that asks for it. */
export function TabStep({ row, isHidden }: TabStepProps) {
  const state = row.state.value;
  const asking = row.asking.value;
  const hint = row.refused.value ? 'setupTabRefused' : 'setupTabHint';
  return (
    <Step id="tab" icon={<Icon name="tab" />} title={t('setupTab')} what={t('setupTabWhat')} state={state}>
      {state === 'not-asked' && (
        <>
          <StepHint>{t(asking ? 'setupAsking' : hint)}</StepHint>
          <Button kind="primary" aria-disabled={asking} onClick={() => void row.ask()}>
            {t('setupTabAllow')}
          </Button>
        </>
      )}
      {state === 'allowed' && <StepHint>{t(isHidden ? 'setupTabDoneHidden' : 'setupTabDone')}</StepHint>}
      {row.failure.value !== undefined && <FailureAlert failure={row.failure.value} />}
    </Step>
  );
}
