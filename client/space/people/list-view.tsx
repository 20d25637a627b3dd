import { DoorClosed, DoorOpen, Ellipsis, Footprints, Lock, LockOpen, MessageSquare } from 'lucide-solid'
import { createEffect, createMemo, For, Show } from 'solid-js'
import type { PersonId, RoomId } from '@atrium/shared/ids.ts'
import type { PresenceView } from '@atrium/shared/space/views.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { moveRovingFocus } from '../../ui/roving-focus.ts'
import { STATUS_WORDS } from '../../ui/status-dot.tsx'
import { useCurrentSpace } from '../current-space.tsx'
import { ReactionBar } from '../gestures/reaction-bar.tsx'
import { namesOf, othersInGroup } from '../group/group.rules.ts'
import { TogetherNote } from '../group/together-note.tsx'
import { slackLine } from '../status/slack-status.rules.ts'
import { statusLine } from '../status/status-words.rules.ts'
import { PortalList } from '../portals/portal-list.tsx'
import { groupByRoom, type RoomGroup } from './group-by-room.rules.ts'
import { personEntries } from './person-entries.tsx'

export interface ListViewProps {
  me: PersonId
  onMessage: (personId: PersonId) => void
  onNearbyChat: () => void
  onLock: (roomId: RoomId, locked: boolean) => void
}

/** Everything the map tells and does, in words (SP9): rooms, who is in them, going there, writing. */
export function ListView(props: ListViewProps) {
  const current = useCurrentSpace()
  const groups = createMemo((): RoomGroup[] => {
    const space = current.space()
    return space ? groupByRoom(space, current.present(), props.me) : []
  })
  // Rooms keep their place in the page while people come and go.
  const roomIds = createMemo(() => groups().map((group) => group.room?.id ?? null), [], {
    equals: (one, other) => one.join() === other.join(),
  })
  const groupOf = (roomId: RoomId | null) => groups().find((group) => (group.room?.id ?? null) === roomId)
  return (
    <div class="flex h-full flex-col">
      <section aria-label="People here" class="min-h-0 grow overflow-y-auto" onKeyDown={(event) => moveRovingFocus(event)}>
        <div class="mx-auto flex max-w-3xl flex-col gap-3 p-4 max-md:gap-2 max-md:p-3">
          <TogetherNote onChat={props.onNearbyChat} />
          <For each={roomIds()}>{(roomId) => <Show when={groupOf(roomId)}>{(group) => <RoomCard group={group()} {...props} />}</Show>}</For>
          <PortalList />
        </div>
      </section>
      <ReactionBar class="mx-auto mb-3 shrink-0 max-md:mb-2" />
    </div>
  )
}

function RoomCard(props: ListViewProps & { group: RoomGroup }) {
  const current = useCurrentSpace()
  const name = () => props.group.room?.name ?? 'Open floor'
  const mine = () => current.own() !== undefined && (current.own()?.roomId ?? null) === (props.group.room?.id ?? null)
  const count = () => {
    const { room, people } = props.group
    return room?.capacity ? `${people.length} of ${room.capacity}` : `${people.length}`
  }
  return (
    <section
      aria-label={name()}
      class="rounded-xl border bg-surface shadow-low"
      classList={{ 'border-accent': mine(), 'border-line': !mine() }}
    >
      <header class="flex min-h-12 items-center gap-2 pr-2.5 pl-4">
        <h2 class="flex min-w-0 grow items-center gap-2 text-base font-semibold text-ink">
          <span class="truncate">{name()}</span>
          <Show when={props.group.room?.locked}>
            <Lock size={13} class="shrink-0 text-warn" aria-label="locked" />
          </Show>
          <span class="shrink-0 text-sm font-normal text-ink-faint">
            {count()}
            <span class="sr-only"> people</span>
          </span>
        </h2>
        <Show when={mine()}>
          <Badge tone="accent">You are here</Badge>
        </Show>
        <Show when={props.group.room}>{(room) => <RoomActions room={room()} mine={mine()} onLock={props.onLock} />}</Show>
      </header>
      <Show when={props.group.people.length > 0}>
        <ul aria-label={`People in ${name()}`} class="border-t border-line px-1.5 py-1.5">
          <For each={props.group.people.map((presence) => presence.person.id)}>
            {(id) => (
              <Show when={props.group.people.find((presence) => presence.person.id === id)}>
                {(presence) => <PersonRow presence={presence()} {...props} />}
              </Show>
            )}
          </For>
        </ul>
      </Show>
    </section>
  )
}

function RoomActions(props: { room: NonNullable<RoomGroup['room']>; mine: boolean; onLock: ListViewProps['onLock'] }) {
  const current = useCurrentSpace()
  return (
    <Show
      when={!props.mine}
      fallback={
        <IconButton
          label={props.room.locked ? `Unlock ${props.room.name}` : `Lock ${props.room.name}`}
          size="small"
          onClick={() => props.onLock(props.room.id, !props.room.locked)}
        >
          <Show when={props.room.locked} fallback={<LockOpen size={15} />}>
            <Lock size={15} />
          </Show>
        </IconButton>
      }
    >
      <Show
        when={props.room.locked}
        fallback={
          <Button size="small" data-roving aria-label={`Go there: ${props.room.name}`} onClick={() => void current.goToRoom(props.room.id)}>
            <DoorOpen size={14} /> Go there
          </Button>
        }
      >
        <Button
          size="small"
          data-roving
          aria-label={`Knock: ${props.room.name}`}
          disabled={current.knocks.own()?.roomId === props.room.id}
          onClick={() => current.knocks.knock(props.room.id)}
        >
          <DoorClosed size={14} /> Knock
        </Button>
      </Show>
    </Show>
  )
}

function PersonRow(props: ListViewProps & { presence: PresenceView }) {
  const current = useCurrentSpace()
  const isMe = () => props.presence.person.id === props.me
  const name = () => props.presence.person.name
  const company = () =>
    namesOf(
      othersInGroup(current.present(), props.presence).map(({ person }) => ({
        person: person.id === props.me ? { ...person, name: 'you' } : person,
      })),
    )
  const isLocated = () => current.located() === props.presence.person.id
  let row: HTMLLIElement | undefined
  createEffect(() => isLocated() && row?.scrollIntoView({ block: 'nearest' }))
  return (
    <li
      ref={(element) => (row = element)}
      class="group/person flex min-h-11 items-center gap-3 rounded-lg px-2.5 hover:bg-hover"
      classList={{ 'ring-2 ring-accent ring-inset': isLocated() }}
    >
      <Avatar
        name={name()}
        hue={props.presence.person.hue}
        size={32}
        status={props.presence.status}
        visitor={props.presence.person.kind === 'visitor'}
      />
      <div class="min-w-0 grow">
        <p class="truncate text-base font-medium text-ink">
          {name()}
          <Show when={isMe()}>
            <span class="font-normal text-ink-faint"> (you)</span>
          </Show>
          <Show when={props.presence.person.kind === 'visitor'}>
            <span class="font-normal text-ink-faint"> · visitor</span>
          </Show>
          <Show when={current.gestures.shownBy(props.presence.person.id)}>
            {(emoji) => (
              <span class="animate-appear ml-2 inline-block font-emoji" aria-hidden="true">
                {emoji()}
              </span>
            )}
          </Show>
        </p>
        <p class="truncate text-xs text-ink-faint">
          {STATUS_WORDS[props.presence.status]}
          <Show when={statusLine(props.presence, Date.now())}>{(line) => ` · ${line()}`}</Show>
          <Show when={props.presence.hidden}>{isMe() ? ' · only who is in your room sees you' : ' · seen only in this room'}</Show>
          <Show when={slackLine(current.slackStatusesOf(props.presence.person.id), Date.now())}>{(line) => ` · ${line()}`}</Show>
          <Show when={company()}>{(names) => ` · with ${names()}`}</Show>
        </p>
      </div>
      <Show when={!isMe()}>
        <IconButton
          label={`Walk to ${name()}`}
          size="small"
          class="max-md:hidden"
          onClick={() => current.walkToPerson(props.presence.person.id)}
        >
          <Footprints size={15} />
        </IconButton>
        <IconButton
          data-roving
          label={`Message ${name()}`}
          size="small"
          class="max-md:size-10"
          onClick={() => props.onMessage(props.presence.person.id)}
        >
          <MessageSquare size={15} />
        </IconButton>
        <Menu
          label={`More for ${name()}`}
          class="grid size-7 shrink-0 place-items-center rounded-md text-ink-soft hover:bg-hover hover:text-ink max-md:size-10"
          trigger={<Ellipsis size={15} aria-hidden="true" />}
          entries={personEntries(current, props.presence)}
        />
      </Show>
    </li>
  )
}
