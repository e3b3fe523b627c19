import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { type Cue, plainText } from '../domain/captions';
import { type CaptionsProblem, parseCaptions } from '../domain/parse-captions';
import { locale, plural, t } from '../extension/i18n';
import { Button } from '../ui/button';
import { formatNumber } from '../ui/formats';
import { Icon } from '../ui/icon';
import { Warning } from '../ui/warning';
import { listenToDrops } from './caption-drops';
import { createCaptionTrack } from './caption-track';
import styles from './captions.module.css';

/** The captions of a recording. */
export interface CaptionsSource {
  readonly cues: readonly Cue[];
  /** Keeps captions instead of those before; `undefined`: none. @returns whether they are kept */
  save(cues: readonly Cue[] | undefined): Promise<boolean>;
  download(kind: 'vtt' | 'srt'): void;
}

interface CaptionsProps {
  readonly media: HTMLMediaElement;
  /** A file that is dropped on it is read. */
  readonly player: HTMLElement;
  readonly captions: CaptionsSource;
}

/** A caption file has at most so many bytes. */
const mostBytes = 5_000_000;

/** Takes a caption file, shows the captions in the player, and saves them as a file again. */
export function Captions({ media, player, captions }: CaptionsProps) {
  const { cues } = captions;
  const input = useRef<HTMLInputElement>(null);
  const isShown = useSignal(true);
  const problem = useSignal<CaptionsProblem | undefined>(undefined);
  /** What is shown beside the player of audio alone, which has no picture to show it on. */
  const spoken = useSignal('');
  const track = useRef<ReturnType<typeof createCaptionTrack> | undefined>(undefined);

  const take = async (file: File) => {
    const parsed = file.size > mostBytes ? undefined : parseCaptions(await file.text());
    problem.value = parsed === undefined ? { why: 'too-many' } : parsed.ok ? undefined : parsed.problem;
    if (parsed?.ok !== true) return;
    isShown.value = true;
    await captions.save(parsed.cues);
  };
  const latest = useRef(take);
  latest.current = take;

  useEffect(() => listenToDrops(player, (file) => void latest.current(file)), [player]);
  useEffect(() => {
    if (cues.length === 0 && track.current === undefined) return;
    track.current ??= createCaptionTrack(media, t('captions'), (active) => {
      spoken.value = media instanceof HTMLVideoElement ? '' : active.map(plainText).join('\n');
    });
    track.current.set(cues);
  }, [cues]);
  useEffect(() => track.current?.show(isShown.value), [isShown.value, cues]);

  return (
    <div class={styles.captions}>
      {spoken.value !== '' && isShown.value && <p class={styles.spoken}>{spoken.value}</p>}
      <div class={styles.buttons}>
        {cues.length > 0 && (
          <Button
            kind="quiet"
            icon={<Icon name="captions" />}
            aria-pressed={isShown.value}
            onClick={() => {
              isShown.value = !isShown.value;
            }}
          >
            {t('captions')}
          </Button>
        )}
        <Button kind="plain" onClick={() => input.current?.click()}>
          {t(cues.length > 0 ? 'replaceCaptions' : 'addCaptions')}
        </Button>
        {cues.length > 0 && (
          <>
            <Button kind="plain" onClick={() => captions.download('vtt')}>
              {t('downloadVtt')}
            </Button>
            <Button kind="plain" onClick={() => captions.download('srt')}>
              {t('downloadSrt')}
            </Button>
            <Button kind="plain" onClick={() => void captions.save(undefined)}>
              {t('removeCaptions')}
            </Button>
          </>
        )}
        <input
          ref={input}
          type="file"
          hidden
          accept=".vtt,.srt,text/vtt,application/x-subrip"
          aria-label={t('captionsFile')}
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            if (file !== undefined) void take(file);
            // The same file can be chosen again once it is repaired.
            currentTarget.value = '';
          }}
        />
      </div>
      <p class={styles.count} role="status">
        {cues.length > 0 && plural('captionCount', cues.length)}
      </p>
      {problem.value !== undefined && <Warning role="alert">{problemText(problem.value)}</Warning>}
    </div>
  );
}

function problemText(problem: CaptionsProblem): string {
  switch (problem.why) {
    case 'not-captions':
      return t('captionsNotCaptions');
    case 'no-captions':
      return t('captionsNone');
    case 'too-many':
      return t('captionsTooMany');
    case 'invalid-time':
      return t('captionsInvalidTime', formatNumber(problem.line, locale()));
  }
}
