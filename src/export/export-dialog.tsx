import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Recording } from '../domain/recording';
import { t } from '../extension/i18n';
import { Button } from '../ui/button';
import { FieldHint, SelectField } from '../ui/fields';
import { EditFields } from './edit-fields';
import { cropBox, noEdits, type Size } from './edits';
import { findEncodable } from './encodable';
import styles from './export-dialog.module.css';
import { ExportJobs } from './export-jobs';
import { hintText, missingTexts, optionText } from './export-texts';
import type { Exports } from './exports';
import type { ExportFormat } from './formats';
import { type Encodable, type Offer, offersFor, type PossibleOffer, sourceOf } from './offer';

interface ExportDialogProps {
  readonly exports: Exports;
  readonly nameOf: (recording: Recording) => string;
}

/** Asks what a recording is to be exported as. */
export function ExportDialog({ exports, nameOf }: ExportDialogProps) {
  const { value: recording } = exports.dialogFor;
  return (
    recording && <Form key={recording.id} exports={exports} recording={recording} name={nameOf(recording)} />
  );
}

interface FormProps {
  readonly exports: Exports;
  readonly recording: Recording;
  readonly name: string;
}

const unknownSize: Size = { width: 1280, height: 720 };

function Form({ exports, recording, name }: FormProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const encodable = useSignal<Encodable | undefined>(undefined);
  const chosen = useSignal<ExportFormat>('everywhere');
  const edits = useSignal(noEdits);
  const { size } = sourceOf(recording);
  useEffect(() => {
    const { current } = dialog;
    const opener = document.activeElement;
    current?.showModal();
    void findEncodable(size ?? unknownSize).then((found) => {
      encodable.value = found;
    });
    return () => {
      current?.close();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);

  const offers = encodable.value === undefined ? [] : offersFor(recording, edits.value, encodable.value);
  const possible = offers.filter(isPossible);
  const offer = possible.find(({ format }) => format === chosen.value) ?? possible[0];
  const hasPicture = offer?.plan.picture !== undefined;
  // Without a picture, the fields of the crop aren't shown.
  const isCropped = !hasPicture || size === undefined || cropBox(size, edits.value.crop) !== undefined;
  return (
    <dialog ref={dialog} class={styles.dialog} aria-labelledby="export-heading" onClose={exports.closeDialog}>
      <h2 id="export-heading" tabIndex={-1}>
        {t('export')}
      </h2>
      <p class={styles.name}>
        <bdi>{name}</bdi>
      </p>
      {encodable.value !== undefined && (
        <form
          class={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            if (offer !== undefined) void exports.start(recording, offer.format, edits.value);
          }}
        >
          <SelectField
            id="export-format"
            label={t('format')}
            layout="stacked"
            value={offer?.format ?? ''}
            options={possible.map((one) => ({ value: one.format, label: optionText(one) }))}
            onChange={(format) => {
              chosen.value = format;
            }}
            describedBy="export-hint"
          >
            <FieldHint id="export-hint">
              {offer && hintText(offer, recording.captions !== undefined)}
            </FieldHint>
          </SelectField>
          {missingTexts(offers).map((text) => (
            <p key={text} class={styles.missing}>
              {text}
            </p>
          ))}
          <EditFields
            edits={edits.value}
            size={size}
            isSoundOnly={!hasPicture}
            hasSound={sourceOf(recording).hasSound}
            onChange={(changed) => {
              edits.value = changed;
            }}
          />
          <div class={styles.buttons}>
            <Button kind="quiet" onClick={exports.closeDialog}>
              {t('close')}
            </Button>
            <Button kind="primary" type="submit" disabled={offer === undefined || !isCropped}>
              {t('startExport')}
            </Button>
          </div>
        </form>
      )}
      <ExportJobs exports={exports} />
    </dialog>
  );
}

function isPossible(offer: Offer): offer is PossibleOffer {
  return offer.obstacle === undefined;
}
