import { useState } from 'preact/hooks';
import type { Rescue } from '../domain/snapshot';
import { locale, t } from '../extension/i18n';
import { Alert } from '../ui/alert';
import { Button } from '../ui/button';
import { formatSize } from '../ui/formats';
import { isolate } from '../ui/isolate';
import type { Library } from './model';
import { nameOf, shortName } from './name-of';

interface RescueAlertProps {
  readonly library: Library;
  readonly rescue: Rescue;
}

/** Media that could not be written and is only in memory: the user saves it as a file before it is discarded. */
export function RescueAlert({ library, rescue }: RescueAlertProps) {
  const [step, setStep] = useState<'offered' | 'saved' | 'asked'>('offered');
  const save = () => {
    library.saveRescue(rescue);
    setStep('saved');
  };
  const forget = () => library.forgetRescue(rescue);
  return (
    <Alert
      tone="warning"
      title={t('rescueTitle', formatSize(rescue.unsavedBytes, locale()), isolate(shortName(nameOf(rescue))))}
      actions={
        step === 'asked' ? (
          <>
            <Button kind="danger" onClick={forget}>
              {t('rescueDiscard')}
            </Button>
            <Button kind="quiet" onClick={() => setStep('offered')}>
              {t('rescueKeep')}
            </Button>
          </>
        ) : (
          <>
            <Button kind={step === 'saved' ? 'quiet' : 'primary'} onClick={save}>
              {t(step === 'saved' ? 'rescueAgain' : 'rescueSave')}
            </Button>
            {step === 'saved' ? (
              <Button kind="primary" onClick={forget}>
                {t('rescueDone')}
              </Button>
            ) : (
              <Button kind="plain" onClick={() => setStep('asked')}>
                {t('rescueAsk')}
              </Button>
            )}
          </>
        )
      }
    >
      <p>
        {step === 'asked'
          ? t('rescueQuestion')
          : t(rescue.isWhole ? 'rescueWhole' : 'rescueEnd', formatSize(rescue.bytes, locale()))}
      </p>
    </Alert>
  );
}
