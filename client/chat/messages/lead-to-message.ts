import { createEffect, untrack } from 'solid-js'
import type { MessageId } from '@atrium/shared/ids.ts'
import { useToasts } from '../../ui/toast.tsx'
import type { History } from './create-history.ts'

/** Pages of so many messages are fetched on the way to one that is far above, and so many of them. */
const PAGE = 200
const MOST_PAGES = 25
const SHINES_MS = 2_400

interface Parts {
  target: () => MessageId | null
  history: History
  /** Loads so many before the oldest and keeps what one reads where it is. */
  loadOlder: (limit: number) => Promise<void>
  /** Of the list that has the messages as rows. */
  box: () => HTMLElement
  /** Call when the way has ended. */
  reached: () => void
}

/** Fetches what lies between the end of a history and the message that somebody wants to see, and brings them to it. */
export function leadToMessage({ target, history, loadOlder, box, reached }: Parts): void {
  const toasts = useToasts()
  let leading: MessageId | null = null
  const lead = async (wanted: MessageId) => {
    const held = () => history.messages()
    // Ids sort by time: once the oldest is older, it is there or nowhere.
    const isBefore = () => (held()[0]?.id ?? wanted) > wanted
    for (let page = 0; page < MOST_PAGES && history.more() && isBefore() && target() === wanted; page++) await loadOlder(PAGE)
    if (target() !== wanted) return
    const row = box().querySelector<HTMLElement>(`[data-message="${wanted}"]`)
    if (row) show(row)
    else toasts.show(isBefore() ? 'That message is too far back to be shown here.' : 'That message is not there any more.')
    reached()
  }
  createEffect(() => {
    const wanted = target()
    if (wanted === null || wanted === leading || history.state() !== 'ready') return
    leading = wanted
    void untrack(() => lead(wanted)).finally(() => (leading = null))
  })
}

function show(row: HTMLElement): void {
  row.scrollIntoView({ block: 'center' })
  row.focus({ preventScroll: true })
  const wash = getComputedStyle(row).getPropertyValue('--color-accent-wash')
  row.animate([{ backgroundColor: wash, offset: 0 }, { backgroundColor: wash, offset: 0.5 }, { backgroundColor: 'transparent' }], SHINES_MS)
}
