import { createMemo } from 'solid-js'
import type { PersonId } from '@atrium/shared/ids.ts'
import type { SlackStatusView } from '@atrium/shared/slack/views.ts'
import type { Feed } from '../../realtime/feed.tsx'

/** What members say of themselves in the workspaces in which they are linked, by member: copies, which the map may read for every frame. */
export function createSlackStatuses(feed: Feed): (personId: PersonId) => readonly SlackStatusView[] {
  const byMember = createMemo(() =>
    Map.groupBy(
      Object.values(feed.state.slackStatuses).map((status) => ({ ...status })),
      ({ memberId }): PersonId => memberId,
    ),
  )
  return (personId) => byMember().get(personId) ?? []
}
