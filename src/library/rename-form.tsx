import { useEffect, useRef, useState } from 'preact/hooks';
import type { Recording } from '../domain/recording';
import { t } from '../extension/i18n';
import { Button } from '../ui/button';
import { FieldError } from '../ui/fields';
import fields from '../ui/fields.module.css';
import text from '../ui/text.module.css';
import type { Library } from './model';
import styles from './rename-form.module.css';
import { rememberFocus } from './return-focus';

interface RenameFormProps {
  readonly library: Library;
  readonly recording: Recording;
}

/** Renames a recording in place. */
export function RenameForm({ library, recording }: RenameFormProps) {
  const input = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(recording.name);
  const isEmpty = name.trim() === '';
  useEffect(() => {
    const returnFocus = rememberFocus();
    input.current?.select();
    return returnFocus;
  }, []);
  const submit = (event: Event) => {
    event.preventDefault();
    if (!isEmpty) void library.rename(recording.id, name);
  };
  return (
    <form
      class={styles.form}
      novalidate
      onSubmit={submit}
      onKeyDown={(event) => event.key === 'Escape' && library.close()}
    >
      <label class={text.visuallyHidden} for="new-name">
        {t('renameLabel')}
      </label>
      <span id={`name-${recording.id}`} hidden>
        {recording.name}
      </span>
      <input
        ref={input}
        id="new-name"
        class={fields.input}
        dir="auto"
        maxLength={1000}
        value={name}
        aria-invalid={isEmpty}
        {...(isEmpty ? { 'aria-describedby': 'rename-error' } : {})}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <Button kind="primary" type="submit" disabled={isEmpty}>
        {t('renameSave')}
      </Button>
      <Button kind="quiet" onClick={library.close}>
        {t('cancel')}
      </Button>
      {isEmpty && <FieldError id="rename-error">{t('renameEmpty')}</FieldError>}
    </form>
  );
}
