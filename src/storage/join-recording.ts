import { type Clip, isPart } from '../domain/clip';
import { type Mark, type Media, type MediaId, marksBetween } from '../domain/media';
import type { Recording } from '../domain/recording';
import { readMediaRow } from './media-row';

/**
 * What the pages show of a clip. The facts about a clip of several media are those of the first. If that is lost, they
 * fall back as in a damaged row: the clip can still be seen and deleted.
 *
 * @param known at least the media that the clip needs
 */
export function joinRecording(
  { durationMs, bytes, ...clip }: Clip,
  known: ReadonlyMap<MediaId, Media>,
): Recording {
  const media = clip.ranges.map(({ mediaId }) => known.get(mediaId));
  const first = media[0] ?? readMediaRow(clip.id, undefined);
  if (!isPart(clip)) return { ...first, ...clip };
  const {
    failure: _failure,
    marks: _marks,
    events: _events,
    lastCommitMs: _lastCommitMs,
    isIntact: _isIntact,
    ...facts
  } = first;
  const marks = marksIn(clip, known);
  return {
    ...facts,
    state: 'complete',
    ...(marks.length === 0 ? {} : { marks }),
    ...(media.every((each) => each?.isIntact) ? { isIntact: true } : {}),
    ...(durationMs === undefined ? {} : { durationMs }),
    ...(bytes === undefined ? {} : { bytes }),
    ...clip,
  };
}

/** The gaps in the ranges of a clip, each at its time there. */
function marksIn({ ranges }: Pick<Clip, 'ranges'>, known: ReadonlyMap<MediaId, Media>): Mark[] {
  let atMs = 0;
  return ranges.flatMap(({ mediaId, startMs = 0, endMs }) => {
    const { marks = [], durationMs = 0 } = known.get(mediaId) ?? {};
    const beginsMs = atMs - startMs;
    atMs += Math.max((endMs ?? durationMs) - startMs, 0);
    return marksBetween(marks, startMs, endMs).map((mark) => ({ ...mark, atMs: mark.atMs + beginsMs }));
  });
}
