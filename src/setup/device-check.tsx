import { silenceLimitMs } from '../devices/silence';
import { locale, t } from '../extension/i18n';
import { Button } from '../ui/button';
import { CameraPicture } from '../ui/camera-picture';
import { DeviceField } from '../ui/device-field';
import { failureTexts } from '../ui/failure-texts';
import { formatInterval } from '../ui/formats';
import { Meter } from '../ui/meter';
import { Warning } from '../ui/warning';
import styles from './device-check.module.css';
import type { DeviceRow } from './device-row';
import { deviceTexts } from './device-texts';
import { StepHint } from './step';

/** The allowed device at work, and the choice between several. */
export function DeviceCheck({ row }: { readonly row: DeviceRow }) {
  const failure = row.failure.value;
  const { done, notConnected } = deviceTexts[row.device];
  return (
    <>
      {failure === undefined ? (
        <>
          {row.device === 'camera' ? (
            <CameraPicture picture={row.picture} />
          ) : (
            <Meter label={t('microphoneLevel')} level={row.level} width="full" />
          )}
          {row.silent.value ? (
            <Warning>{t('microphoneSilent', formatInterval(silenceLimitMs, locale(), t))}</Warning>
          ) : (
            <StepHint>{t(done)}</StepHint>
          )}
        </>
      ) : (
        <>
          <Warning>
            {t(failureTexts[failure.code].what)} {t('setupFreeDevice')}
          </Warning>
          <Button kind="primary" aria-disabled={row.asking.value} onClick={row.ask}>
            {t('actionStartAgain')}
          </Button>
        </>
      )}
      {!row.isConnected.value && <Warning>{t(notConnected)}</Warning>}
      <div class={styles.field}>
        <DeviceField
          device={row.device}
          devices={row.devices.value}
          chosenId={row.chosenId.value}
          onChange={(id) => void row.choose(id)}
        />
      </div>
    </>
  );
}
