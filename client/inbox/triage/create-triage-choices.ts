import { put } from '@atrium/shared/realtime/put-view.ts'
import type { Api } from '../../realtime/connection.ts'
import type { Feed } from '../../realtime/feed.tsx'

/** Teams, tags and policies: fetched once, afterwards the feed keeps them, for as long as the owner lives. Without them one can still read and answer. */
export function createTriageChoices({ api, feed }: { api: Api; feed: Feed }): void {
  const fetchAll = async (): Promise<number> => {
    const { teams, tags, policies, head } = await api.inbox.listTriageChoices.query()
    feed.update((draft) => {
      for (const team of teams) put(draft.teams, team.id, team)
      for (const tag of tags) put(draft.tags, tag.id, tag)
      for (const policy of policies) put(draft.slaPolicies, policy.id, policy)
    })
    return head
  }
  feed.refetchOnResync(fetchAll)
  void fetchAll().catch(() => {})
}
