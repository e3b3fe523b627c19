import type { TimelineEvent } from '../domain/timeline';
import { locale, plural } from '../extension/i18n';
import { Button } from '../ui/button';
import { formatMoment } from '../ui/formats';
import styles from './event-list.module.css';
import { eventText } from './timeline-texts';

interface EventListProps {
  readonly events: readonly TimelineEvent[];
  readonly seek: (ms: number) => void;
}

/** What happened while a recording was made, and its chapters, in words; each leads to its moment. */
export function EventList({ events, seek }: EventListProps) {
  const kind = events.every(({ what }) => what === 'chapter') ? 'chapters' : 'events';
  return (
    <details class={styles.events}>
      <summary class={styles.summary}>{plural(kind, events.length)}</summary>
      <ul class={styles.list}>
        {events.map((event, index) => (
          <li key={index}>
            <Button kind="plain" onClick={() => seek(event.atMs)}>
              <span class={styles.moment}>{formatMoment(event.atMs, locale())}</span>
              {eventText(event)}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
