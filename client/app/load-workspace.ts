import type { Me } from '../identity/me.ts'
import type { Feed } from '../realtime/feed.tsx'
import { httpApi } from '../realtime/http-api.ts'

/** The first snapshots, in one HTTP request while the socket is still being opened. @returns the smallest of their heads. */
export async function loadWorkspace(feed: Feed, me: Me): Promise<number> {
  const member = me.actor?.kind === 'member'
  const [spaces, channels, watches, knocks, members, slack, chosen, favourites] = await Promise.all([
    httpApi.space.list.query(),
    httpApi.chat.listChannels.query(),
    httpApi.space.listFreeWatches.query(),
    httpApi.space.listKnocks.query(),
    member ? httpApi.identity.listMembers.query() : null,
    member ? httpApi.slack.overview.query() : null,
    member ? httpApi.chat.notificationPreferences.query() : null,
    member ? httpApi.space.listFavourites.query() : null,
  ])
  const presences = await Promise.all(
    spaces.spaces.map(async ({ id }) => ({ spaceId: id, ...(await httpApi.space.presence.query({ spaceId: id })) })),
  )
  feed.update((draft) => {
    draft.organization = me.organization
  })
  feed.take({ spaces: spaces.spaces, channels: channels.channels, freeWatches: watches.watches, knocks: knocks.knocks })
  if (members) feed.take({ members: members.members })
  if (slack) feed.take({ installations: slack.installations, links: slack.links, statuses: slack.statuses })
  if (chosen) feed.take({ notificationPreferences: chosen.preferences })
  if (favourites) feed.take({ favourites: favourites.favourites })
  for (const presence of presences) feed.take({ presence })
  return Math.min(
    ...[spaces, channels, watches, knocks, members, slack, chosen, favourites, ...presences].flatMap((snapshot) =>
      snapshot ? [snapshot.head] : [],
    ),
  )
}
