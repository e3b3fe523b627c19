import { useEffect } from 'preact/hooks';
import { t } from '../../extension/i18n';
import { FailureAlert } from '../../ui/failure-alert';
import { actionLabels, failureText } from '../../ui/failure-texts';
import type { Popup } from '../model/model';

/** Why a command or a recording failed, and what to do about it. */
export function PopupFailure({ popup }: { readonly popup: Popup }) {
  const shown = popup.failure.value;
  // It stands at the top; the button that failed may have been scrolled to.
  const { code, detail } = shown?.failure ?? {};
  useEffect(() => {
    if (code !== undefined) scrollTo({ top: 0 });
  }, [code, detail]);
  if (shown === undefined) return null;
  const { action } = failureText(shown.failure.code, shown.where);
  const isCopied = action === 'copy-details' && popup.copied.value;
  return (
    <FailureAlert
      failure={shown.failure}
      kept={shown.where}
      action={{
        label: t(isCopied ? 'actionCopied' : actionLabels[action]),
        run: () => void popup.act(action),
      }}
      onDismiss={() => void popup.dismiss()}
    />
  );
}
