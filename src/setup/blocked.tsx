import { type MessageKey, t } from '../extension/i18n';
import type { OperatingSystem } from '../extension/operating-system';
import { Button } from '../ui/button';
import styles from './blocked.module.css';
import type { DeviceRow } from './device-row';
import { deviceTexts } from './device-texts';

interface BlockedByYouProps {
  readonly row: DeviceRow;
  readonly openSettings: () => Promise<void>;
}

/** How to unblock the device in the browser's settings, and the button that opens them. */
export function BlockedByYou({ row, openSettings }: BlockedByYouProps) {
  const why = row.unanswered.value === 'too-often' ? 'setupTooOften' : 'setupBlockedByYou';
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
