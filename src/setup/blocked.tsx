import { type MessageKey, t } from '../extension/i18n';
import type { OperatingSystem } from '../extension/operating-system';
import { Button } from '../ui/button';
import styles from './blocked.module.css';
import type { DeviceRow } from './device-row';
import { deviceTexts } from './device-texts';
import type { Setup } from './model';

interface BlockedByYouProps {
  readonly row: DeviceRow;
  readonly openSettings: Setup['openSettings'];
}

/** How to unblock the device: in the browser's settings, with the button that opens them, or else beside the address. */
export function BlockedByYou({ row, openSettings }: BlockedByYouProps) {
  const why = row.unanswered.value === 'too-often' ? 'setupTooOften' : 'setupBlockedByYou';
  if (openSettings === undefined) {
    return (
      <>
        <p>{t(why)}</p>
        <Directions steps={['setupStepAddress', 'setupStepReturn']} />
      </>
    );
  }
  const steps = ['setupStepSettings', deviceTexts[row.device].inSettings, 'setupStepReturn'] as const;
  return (
    <>
      <p>{t(why)}</p>
      <Directions steps={steps} />
      <Button kind="primary" onClick={() => void openSettings()}>
        {t('setupOpenSettings')}
      </Button>
    </>
  );
}

interface BlockedBySystemProps {
  readonly row: DeviceRow;
  readonly system: OperatingSystem | undefined;
}

/** Where the operating system's switch is, and the button that tries again. */
export function BlockedBySystem({ row, system }: BlockedBySystemProps) {
  const there = system === undefined ? [] : deviceTexts[row.device].inSystem[system];
  return (
    <>
      <p>{t('setupBlockedBySystem')}</p>
      <Directions steps={[...there, 'setupStepTryAgain']} />
      <Button kind="primary" aria-disabled={row.asking.value} onClick={row.ask}>
        {t('actionStartAgain')}
      </Button>
    </>
  );
}

function Directions({ steps }: { readonly steps: readonly MessageKey[] }) {
  return (
    <ol class={styles.directions}>
      {steps.map((step) => (
        <li key={step}>{t(step)}</li>
      ))}
    </ol>
  );
}
