import { useEffect, useRef, useState } from 'preact/hooks';
import type { Recording } from '../domain/recording';
import { t } from '../extension/i18n';
import { Button } from '../ui/button';
import type { Library } from './model';
import { rememberFocus } from './return-focus';

interface RenameFormProps {
  readonly library: Library;
  readonly recording: Recording;
}

/** A new name in the place of the old one. */
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
      class="rename"
      novalidate
      onSubmit={submit}
      onKeyDown={(event) => event.key === 'Escape' && library.close()}
    >
      <label class="visually-hidden" for="new-name">
        {t('renameLabel')}
      </label>
      <span id={`name-${recording.id}`} hidden>
        {recording.name}
      </span>
      <input
        ref={input}
        id="new-name"
        class="input"
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
      {isEmpty && (
        <p id="rename-error" class="field-error" role="alert">
          {t('renameEmpty')}
        </p>
      )}
    </form>
  );
}
