import { useRef } from 'preact/hooks';
import { locale, t } from '../extension/i18n';
import { Button } from '../ui/button';
import { FailureAlert } from '../ui/failure-alert';
import { useCaughtFocus } from '../ui/focus';
import { formatAgo, formatPercent, formatRoughTime } from '../ui/formats';
import styles from './export-jobs.module.css';
import type { ExportJob, ExportState, Exports } from './exports';

/** The exports of this page, with their progress. */
export function ExportJobs({ exports }: { readonly exports: Exports }) {
  const { value: jobs } = exports.jobs;
  const list = useRef<HTMLUListElement>(null);
  useCaughtFocus(list);
  if (jobs.length === 0) return null;
  return (
    <ul ref={list} class={styles.jobs} tabIndex={-1} aria-label={t('exports')}>
      {jobs.map((job) => (
        <li key={job.id} class={styles.job}>
          <Job exports={exports} job={job} />
        </li>
      ))}
    </ul>
  );
}

function Job({ exports, job: { id, name, state } }: { readonly exports: Exports; readonly job: ExportJob }) {
  const labelled = { 'aria-describedby': `export-name-${id}` };
  const dismiss = () => exports.dismiss(id);
  const isEnding = state.what === 'closing' || state.what === 'canceling';
  const hasShare = state.what === 'preparing' || state.what === 'running';
  const isUnderWay = hasShare || isEnding;
  const hasFailed = state.what === 'failed';
  return (
    <>
      <p id={`export-name-${id}`} class={styles.name}>
        <bdi>{name}</bdi>
      </p>
      {/* Hidden before and after, it keeps its place: an export that ends moves nothing. */}
      {!hasFailed && (
        <progress
          class={styles.progress}
          data-state={isUnderWay ? 'under-way' : 'idle'}
          aria-labelledby={`export-name-${id}`}
          {...(hasShare ? { value: state.share, max: 1 } : {})}
        />
      )}
      {hasFailed ? (
        <FailureAlert failure={state.failure} onDismiss={dismiss} />
      ) : (
        <div class={styles.row}>
          <p class={styles.state} {...(isUnderWay ? {} : { role: 'status' })}>
            {stateText(state)}
          </p>
          {state.what === 'done' && state.isKept && (
            <Button kind="plain" onClick={() => void exports.deliver(id)} {...labelled}>
              {t('downloadAgain')}
            </Button>
          )}
          {state.what === 'done' ? (
            <Button kind="plain" onClick={dismiss} {...labelled}>
              {t('dismiss')}
            </Button>
          ) : (
            <Button kind="quiet" aria-disabled={isEnding} onClick={() => exports.cancel(id)} {...labelled}>
              {t('cancel')}
            </Button>
          )}
        </div>
      )}
    </>
  );
}

function stateText(state: Exclude<ExportState, { readonly what: 'failed' }>): string {
  switch (state.what) {
    case 'waiting':
      return t('exportWaiting');
    case 'closing':
      return t('exportClosing');
    case 'canceling':
      return t('exportCanceling');
    case 'done':
      return t(state.isKept ? 'exportDownloaded' : 'exportSaved');
    case 'preparing':
      return t('copying', percent(state.share));
    case 'running': {
      const share = percent(state.share);
      return state.leftMs === undefined ? share : t('exportRunning', share, timeLeft(state.leftMs));
    }
  }
}

function percent(share: number): string {
  return formatPercent(Math.floor(share * 100) / 100, locale());
}

/** "8 s", or from a minute on "3 min". */
function timeLeft(ms: number): string {
  return ms < 60_000 ? formatAgo(1000 * Math.ceil(ms / 1000), locale(), t) : formatRoughTime(ms, locale());
}
