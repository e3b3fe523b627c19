import { t } from '../extension/i18n';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { BlockedBySystem, BlockedByYou } from './blocked';
import { DeviceCheck } from './device-check';
import type { DeviceRow } from './device-row';
import { deviceTexts } from './device-texts';
import type { Setup } from './model';
import { Step, StepHint } from './step';

interface DeviceStepProps {
  readonly setup: Setup;
  readonly row: DeviceRow;
}

/** A microphone or a camera: the question, the check that it works, or how to unblock it. */
export function DeviceStep({ setup, row }: DeviceStepProps) {
  const { title, what, plugIn } = deviceTexts[row.device];
  const state = row.state.value;
  return (
    <Step
      id={row.device}
      icon={<Icon name={row.device} />}
      title={t(title)}
      what={t(what)}
      state={state}
      detail={row.failure.value?.code ?? ''}
    >
      {state === 'not-asked' && <Question row={row} isRemembered={setup.openSettings === undefined} />}
      {state === 'allowed' && <DeviceCheck row={row} />}
      {state === 'blocked-by-you' && <BlockedByYou row={row} openSettings={setup.openSettings} />}
      {state === 'blocked-by-system' && <BlockedBySystem row={row} system={setup.operatingSystem.value} />}
      {state === 'no-device' && <StepHint>{t(plugIn)}</StepHint>}
    </Step>
  );
}

interface QuestionProps {
  readonly row: DeviceRow;
  /** Whether the browser's question has a box for remembering the answer. */
  readonly isRemembered: boolean;
}

function Question({ row, isRemembered }: QuestionProps) {
  const asking = row.asking.value;
  const first = isRemembered ? 'setupDeviceHintRemember' : 'setupDeviceHint';
  const hint = row.unanswered.value === 'dismissed' ? 'setupDismissed' : first;
  return (
    <>
      <StepHint>{t(asking ? 'setupAsking' : hint)}</StepHint>
      <Button kind="primary" aria-disabled={asking} onClick={row.ask}>
        {t(deviceTexts[row.device].allow)}
      </Button>
    </>
  );
}
