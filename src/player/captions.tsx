import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { type Cue, plainText } from '../domain/captions';
import { type CaptionsProblem, mostCaptionBytes, parseCaptionFile } from '../domain/parse-captions';
import { locale, plural, t } from '../extension/i18n';
import { Button } from '../ui/button';
import { formatNumber } from '../ui/formats';
import { Icon } from '../ui/icon';
import { Warning } from '../ui/warning';
import { listenToDrops } from './caption-drops';
import { createCaptionTrack } from './caption-track';
import styles from './captions.module.css';
import { type PlayedFile, placeCues } from './played-file';

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
  /** The file that is played. */
  readonly file: PlayedFile;
}

/** Why a file isn't taken. */
type Problem = CaptionsProblem | { readonly why: 'unreadable' };

/** Takes a caption file, shows the captions in the player, and saves them as a file again. */
export function Captions({ media, player, captions, file }: CaptionsProps) {
  const { cues } = captions;
  const input = useRef<HTMLInputElement>(null);
  const isShown = useSignal(true);
  const problem = useSignal<Problem | undefined>(undefined);
  /** What is shown beside the player of audio alone, which has no picture to show it on. */
  const spoken = useSignal('');
  const track = useRef<ReturnType<typeof createCaptionTrack> | undefined>(undefined);

  const take = async (file: File) => {
    const read = await readCues(file);
    problem.value = 'why' in read ? read : undefined;
    if ('why' in read) return;
    isShown.value = true;
    await captions.save(read.cues);
  };
  const remove = () => {
    problem.value = undefined;
    // The button goes with them.
    player.focus({ preventScroll: true });
    void captions.save(undefined);
  };
  const latest = useRef(take);
  latest.current = take;

  useEffect(() => listenToDrops(player, (file) => void latest.current(file)), [player]);
  useEffect(() => {
    if (cues.length === 0 && track.current === undefined) return;
    track.current ??= createCaptionTrack(media, t('captions'), (active) => {
      spoken.value = media instanceof HTMLVideoElement ? '' : active.map(plainText).join('\n');
    });
    track.current.set(placeCues(file, cues));
  }, [cues, file]);
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
            <Button kind="plain" onClick={remove}>
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

async function readCues(file: File): Promise<{ readonly cues: readonly Cue[] } | Problem> {
  if (file.size > mostCaptionBytes) return { why: 'too-many' };
  try {
    const parsed = parseCaptionFile(new Uint8Array(await file.arrayBuffer()));
    return parsed.ok ? parsed : parsed.problem;
  } catch {
    return { why: 'unreadable' };
  }
}

function problemText(problem: Problem): string {
  switch (problem.why) {
    case 'unreadable':
      return `${t('failureFileUnreadableWhat')} ${t('failureFileUnreadableTodo')}`;
    case 'not-utf8':
      return t('captionsNotUtf8');
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
