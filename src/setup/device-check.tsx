import { t } from '../extension/i18n';
import { Button } from '../ui/button';
import { DeviceField } from '../ui/device-field';
import { failureTexts } from '../ui/failure-texts';
import { Icon } from '../ui/icon';
import { Meter } from '../ui/meter';
import { CameraPicture } from './camera-picture';
import type { DeviceRow } from './device-row';
import { deviceTexts } from './device-texts';

/** The device that was allowed, seen or heard to work, and the choice between several. */
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
            <Meter label={t('microphoneLevel')} level={row.level} />
          )}
          {row.silent.value ? (
            <p class="field-warning">
              <Icon name="warning" />
              {t('microphoneSilent')}
            </p>
          ) : (
            <p class="step-hint">{t(done)}</p>
          )}
        </>
      ) : (
        <>
          <p class="field-warning">
            <Icon name="warning" />
            <span>
              {t(failureTexts[failure.code].what)} {t('setupFreeDevice')}
            </span>
          </p>
          <Button kind="primary" aria-disabled={row.asking.value} onClick={row.ask}>
            {t('actionStartAgain')}
          </Button>
        </>
      )}
      {!row.isConnected.value && (
        <p class="field-warning">
          <Icon name="warning" />
          {t(notConnected)}
        </p>
      )}
      <DeviceField
        device={row.device}
        devices={row.devices.value}
        chosenId={row.chosenId.value}
        onChange={(id) => void row.choose(id)}
      />
    </>
  );
}
