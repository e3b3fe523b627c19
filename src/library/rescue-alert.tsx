import { useState } from 'preact/hooks';
import type { Rescue } from '../domain/snapshot';
import { locale, t } from '../extension/i18n';
import { Button } from '../ui/button';
import { formatSize } from '../ui/formats';
import { isolate } from '../ui/isolate';
import type { Library } from './model';
import { nameOf, shortened } from './name-of';

interface RescueAlertProps {
  readonly library: Library;
  readonly rescue: Rescue;
}

/** What the disk refused and is in memory alone: to be saved as a file, and only then forgotten. */
export function RescueAlert({ library, rescue }: RescueAlertProps) {
  const [step, setStep] = useState<'offered' | 'saved' | 'asked'>('offered');
  const save = () => {
    library.saveRescue(rescue);
    setStep('saved');
  };
  const forget = () => library.forgetRescue(rescue);
  return (
    <div class="alert alert-warning" role="alert">
      <p class="alert-what">
        {t('rescueTitle', formatSize(rescue.unsavedBytes, locale()), isolate(shortened(nameOf(rescue))))}
      </p>
      <p>
        {step === 'asked'
          ? t('rescueQuestion')
          : t(rescue.isWhole ? 'rescueWhole' : 'rescueEnd', formatSize(rescue.bytes, locale()))}
      </p>
      <div class="alert-actions">
        {step === 'asked' ? (
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
        )}
      </div>
    </div>
  );
}
