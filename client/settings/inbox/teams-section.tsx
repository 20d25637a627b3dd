import { createSignal, For, Show } from 'solid-js'
import type { Routing, TeamView } from '@atrium/shared/inbox/views.ts'
import { isAdministrator } from '../../identity/me.ts'
import { useMe } from '../../identity/session.tsx'
import { useConnection } from '../../realtime/connection-context.tsx'
import { useFeed } from '../../realtime/feed.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { Line, Section } from '../parts/page.tsx'
import { TeamForm } from './team-form.tsx'

export const ROUTING_LABELS: Record<Routing, string> = { manual: 'Whoever takes it', round_robin: 'By turns, to whoever is available' }

export function TeamsSection() {
  const { api } = useConnection()
  const feed = useFeed()
  const me = useMe()
  const [editing, setEditing] = createSignal<TeamView | 'new' | null>(null)
  const [removing, setRemoving] = createSignal<TeamView | null>(null)
  const mayChange = () => isAdministrator(me())
  const teams = () => Object.values(feed.state.teams).toSorted((one, other) => one.name.localeCompare(other.name))
  const remove = async () => {
    const team = removing()
    if (!team) return
    await api.inbox.deleteTeam.mutate({ teamId: team.id })
    feed.apply({ kind: 'inbox.teamRemoved', payload: { teamId: team.id, rev: team.rev + 1 } })
  }
  return (
    <Section
      title="Teams"
      text="By turns, a conversation goes to whoever is available in a space and has the fewest open ones."
      action={
        <Show when={mayChange()}>
          <Button onClick={() => setEditing('new')}>New team</Button>
        </Show>
      }
      flush
    >
      <For
        each={teams()}
        fallback={<EmptyState title="No teams yet" text="A team can take new conversations and give them out by turns." />}
      >
        {(team) => (
          <Line title={<TeamTitle team={team} />} text={<Members team={team} />}>
            <Show when={mayChange()}>
              <Button size="small" onClick={() => setEditing(team)}>
                Edit<span class="sr-only"> {team.name}</span>
              </Button>
              <Button size="small" onClick={() => setRemoving(team)}>
                Delete<span class="sr-only"> {team.name}</span>
              </Button>
            </Show>
          </Line>
        )}
      </For>
      <Dialog open={editing() !== null} onClose={() => setEditing(null)} title={editing() === 'new' ? 'New team' : 'Edit team'}>
        <Show when={editing()} keyed>
          {(team) => <TeamForm team={team === 'new' ? null : team} onDone={() => setEditing(null)} />}
        </Show>
      </Dialog>
      <ConfirmDialog
        open={removing() !== null}
        onClose={() => setRemoving(null)}
        title={`Delete ${removing()?.name ?? ''}?`}
        text="Its conversations stay with whoever has them, and are of no team any more."
        confirm="Delete"
        onConfirm={remove}
      />
    </Section>
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
