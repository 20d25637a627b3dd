import { createSignal } from 'solid-js'
import type { MemberId } from '@atrium/shared/ids.ts'
import { matchesFilter, type ConversationFilter } from '@atrium/shared/inbox/conversation-filter.ts'
import type { Feed } from '../../realtime/feed.tsx'
import { covers, filterKey } from '../inbox-view.rules.ts'

/** Numbers beside the views: exact once all of it was fetched, "50+" before, nothing while unknown. */
export function createCounts({ feed, me }: { feed: Feed; me: () => MemberId }) {
  const [fetched, setFetched] = createSignal<ReadonlyMap<string, { filter: ConversationFilter; whole: boolean }>>(new Map())
  return {
    tell: (filter: ConversationFilter, whole: boolean) =>
      setFetched((known) => new Map([...known, [filterKey(filter), { filter, whole }]])),
    countOf(filter: ConversationFilter): string {
      const covering = [...fetched().values()].filter((wide) => covers(wide.filter, filter))
      if (covering.length === 0) return ''
      const count = Object.values(feed.state.conversations).filter((conversation) => matchesFilter(filter, conversation, me())).length
      return covering.some(({ whole }) => whole) ? String(count || '') : `${count}+`
    },
  }
}
