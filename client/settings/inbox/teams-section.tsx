import { For, Show } from 'solid-js'
import type { Routing, TeamView } from '@atrium/shared/inbox/views.ts'
import { isAdministrator } from '../../identity/me.ts'
import { useMe } from '../../identity/session.tsx'
import { useConnection } from '../../realtime/connection-context.tsx'
import { useFeed } from '../../realtime/feed.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge } from '../../ui/badge.tsx'
import { TeamForm } from './team-form.tsx'
import { NamedList } from './named-list.tsx'

export const ROUTING_LABELS: Record<Routing, string> = { manual: 'Whoever takes it', round_robin: 'By turns, to whoever is available' }

export function TeamsSection() {
  const { api } = useConnection()
  const feed = useFeed()
  const me = useMe()
  return (
    <NamedList<TeamView>
      title="Teams"
      text="By turns, a conversation goes to whoever is available in a space and has the fewest open ones."
      one="team"
      things={Object.values(feed.state.teams)}
      empty={{ title: 'No teams yet', text: 'A team can take new conversations and give them out by turns.' }}
      mayAdd={isAdministrator(me())}
      mayChange={isAdministrator(me())}
      heading={(team) => <TeamTitle team={team} />}
      words={(team) => <Members team={team} />}
      form={(team, onDone) => <TeamForm team={team} onDone={onDone} />}
      deleting="Its conversations stay with whoever has them, and are of no team any more."
      onDelete={async ({ id: teamId, rev }) => {
        await api.inbox.deleteTeam.mutate({ teamId })
        feed.apply({ kind: 'inbox.teamRemoved', payload: { teamId, rev: rev + 1 } })
      }}
    />
  )
}

function TeamTitle(props: { team: TeamView }) {
  return (
    <span class="flex flex-wrap items-center gap-2">
      {props.team.name}
      <Show when={props.team.takesNew}>
        <Badge tone="good">Takes new ones</Badge>
      </Show>
    </span>
  )
}

/** With a dot for who is available now. */
function Members(props: { team: TeamView }) {
  const feed = useFeed()
  const available = () => props.team.memberIds.filter((id) => feed.state.presence[id]?.status === 'available').length
  return (
    <span class="flex flex-col gap-1.5">
      {ROUTING_LABELS[props.team.routing]}
      <Show when={props.team.memberIds.length > 0} fallback={<span>Nobody is in it yet.</span>}>
        <span class="flex flex-wrap items-center gap-1">
          <For each={props.team.memberIds.flatMap((id) => feed.state.members[id] ?? [])}>
            {(member) => (
              <span title={member.name}>
                <Avatar name={member.name} hue={member.hue} size={20} status={feed.state.presence[member.id]?.status} />
                <span class="sr-only">{member.name}, </span>
              </span>
            )}
          </For>
          <span class="ml-1">
            {available()} of {props.team.memberIds.length} available
          </span>
        </span>
      </Show>
    </span>
  )
}
