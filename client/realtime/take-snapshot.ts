import type { NotificationPreferencesView } from '@atrium/shared/chat/notification-preferences.ts'
import type { ChannelSummary } from '@atrium/shared/chat/views.ts'
import type { SpaceId } from '@atrium/shared/ids.ts'
import type { MemberView } from '@atrium/shared/identity/views.ts'
import type { SavedViewView } from '@atrium/shared/inbox/conversation-filter.ts'
import type { MacroView } from '@atrium/shared/inbox/macro.ts'
import type { SlaPolicyView } from '@atrium/shared/inbox/sla.ts'
import type { TagView, TeamView } from '@atrium/shared/inbox/views.ts'
import { linkKey, slackChannelKey, type FeedState } from '@atrium/shared/realtime/apply-change.ts'
import type { InstallationView, SlackChannelView, SlackLinkView, SlackStatusView } from '@atrium/shared/slack/views.ts'
import type { FavouriteView, FreeWatchView, KnockView, PresenceView, SpaceView } from '@atrium/shared/space/views.ts'

/** What queries gave: the whole truth about the tables that are named. */
export interface Snapshot {
  members?: MemberView[]
  spaces?: SpaceView[]
  freeWatches?: FreeWatchView[]
  knocks?: KnockView[]
  favourites?: FavouriteView[]
  channels?: ChannelSummary[]
  notificationPreferences?: NotificationPreferencesView
  installations?: InstallationView[]
  links?: SlackLinkView[]
  statuses?: SlackStatusView[]
  slackChannels?: SlackChannelView[]
  teams?: TeamView[]
  tags?: TagView[]
  policies?: SlaPolicyView[]
  views?: SavedViewView[]
  macros?: MacroView[]
  /** Of one space. */
  presence?: { spaceId: SpaceId; present: PresenceView[] }
}

/** Changes the draft of a store to what the snapshot holds; what is not in it is gone. */
export function takeSnapshot(state: FeedState, snapshot: Snapshot): void {
  if (snapshot.members) replaceAll(state.members, snapshot.members, (member) => member.id)
  if (snapshot.spaces) replaceAll(state.spaces, snapshot.spaces, (space) => space.id)
  if (snapshot.freeWatches) replaceAll(state.freeWatches, snapshot.freeWatches, (watch) => watch.personId)
  if (snapshot.knocks) replaceAll(state.knocks, snapshot.knocks, (knock) => knock.id)
  if (snapshot.favourites) replaceAll(state.favourites, snapshot.favourites, (favourite) => favourite.memberId)
  if (snapshot.channels) replaceAll(state.channels, snapshot.channels, (summary) => summary.channel.id)
  if (snapshot.installations) replaceAll(state.installations, snapshot.installations, (installation) => installation.id)
  if (snapshot.links) replaceAll(state.links, snapshot.links, linkKey)
  if (snapshot.statuses) replaceAll(state.slackStatuses, snapshot.statuses, linkKey)
  if (snapshot.slackChannels) replaceAll(state.slackChannels, snapshot.slackChannels, slackChannelKey)
  if (snapshot.teams) replaceAll(state.teams, snapshot.teams, (team) => team.id)
  if (snapshot.tags) replaceAll(state.tags, snapshot.tags, (tag) => tag.id)
  if (snapshot.policies) replaceAll(state.slaPolicies, snapshot.policies, (policy) => policy.id)
  if (snapshot.views) replaceAll(state.savedViews, snapshot.views, (view) => view.id)
  if (snapshot.macros) replaceAll(state.macros, snapshot.macros, (macro) => macro.id)
  if (snapshot.notificationPreferences) state.notificationPreferences = snapshot.notificationPreferences
  if (snapshot.presence) takePresence(state, snapshot.presence)
}

/** Entities that stay keep their identity, so that only what differs is drawn anew. */
function replaceAll<T extends object>(table: Record<string, T>, views: T[], keyOf: (view: T) => string): void {
  const keys = new Set(views.map(keyOf))
  for (const key of Object.keys(table)) if (!keys.has(key)) delete table[key]
  for (const view of views) {
    const known = table[keyOf(view)]
    if (known) Object.assign(known, view)
    else table[keyOf(view)] = view
  }
}

function takePresence(state: FeedState, snapshot: { spaceId: SpaceId; present: PresenceView[] }): void {
  const here = new Set<string>(snapshot.present.map((presence) => presence.person.id))
  for (const presence of Object.values(state.presence)) {
    if (presence.spaceId === snapshot.spaceId && !here.has(presence.person.id)) delete state.presence[presence.person.id]
  }
  for (const presence of snapshot.present) state.presence[presence.person.id] = presence
}
