import { createSignal, type Accessor } from 'solid-js'
import { put } from '@atrium/shared/realtime/put-view.ts'
import type { Api } from '../../realtime/connection.ts'
import type { Feed } from '../../realtime/feed.tsx'

/**
 * Teams, tags, policies, saved views and macros: fetched once, afterwards the feed keeps them, for as long as the owner lives. Without them
 * one can still read and answer. `known`: they are here, or could not be fetched.
 */
export function createTriageChoices({ api, feed }: { api: Api; feed: Feed }): { known: Accessor<boolean> } {
  const [known, setKnown] = createSignal(false)
  const fetchAll = () => Promise.all([api.inbox.listTriageChoices.query(), api.inbox.listViews.query()])
  feed.refetchOnResync(async () => {
    const [{ teams, tags, policies, head }, { views, macros, head: later }] = await fetchAll()
    feed.take({ teams, tags, policies, views, macros })
    setKnown(true)
    return Math.min(head, later)
  })
  // What the feed has brought since is newer than the answer.
  void fetchAll()
    .then(([{ teams, tags, policies }, { views, macros }]) =>
      feed.update((draft) => {
        for (const team of teams) put(draft.teams, team.id, team)
        for (const tag of tags) put(draft.tags, tag.id, tag)
        for (const policy of policies) put(draft.slaPolicies, policy.id, policy)
        for (const view of views) put(draft.savedViews, view.id, view)
        for (const macro of macros) put(draft.macros, macro.id, macro)
      }),
    )
    .catch(() => {})
    .finally(() => setKnown(true))
  return { known }
}
