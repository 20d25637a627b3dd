import { createVirtualizer } from '@tanstack/solid-virtual'
import { Bell, Footprints, MapPin, MessageSquare, Search, Star } from 'lucide-solid'
import { createMemo, createSignal, For, onMount, Show } from 'solid-js'
import type { PersonId } from '@atrium/shared/ids.ts'
import type { MemberView } from '@atrium/shared/identity/views.ts'
import { useFeed } from '../../realtime/feed.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { inputLook } from '../../ui/field.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { STATUS_WORDS } from '../../ui/status-dot.tsx'
import { useCurrentSpace } from '../current-space.tsx'
import { statusLine } from '../status/status-words.rules.ts'

const ROW_PX = 52
const isMac = /mac|iphone|ipad/i.test(navigator.userAgent)

export interface DirectoryProps {
  me: PersonId
  /** Searching is how chat completes names too; handed in so that both fold alike. */
  find: (query: string) => MemberView[]
  onMessage: (personId: PersonId) => void
  /** Where they are is shown, or one walks there. */
  onSeek: (personId: PersonId, how: 'look' | 'walk') => void
  /** It is there to type into at once. */
  autofocus?: boolean
}

/** Everybody in the organization, favourites first: three keystrokes and Enter open a chat, or lead to where they are (SP6). */
export function Directory(props: DirectoryProps) {
  const [query, setQuery] = createSignal('')
  const [active, setActive] = createSignal(0)
  const found = createMemo(() => props.find(query()))
  let box: HTMLDivElement | null = null
  const rows = createVirtualizer({
    get count() {
      return found().length
    },
    getScrollElement: () => box,
    estimateSize: () => ROW_PX,
    overscan: 8,
  })
  const feed = useFeed()
  const choose = (person: MemberView, { shiftKey, ctrlKey, metaKey }: KeyboardEvent) => {
    const isHere = feed.state.presence[person.id] !== undefined && person.id !== props.me
    if (isHere && (ctrlKey || metaKey)) props.onSeek(person.id, 'walk')
    else if (isHere && shiftKey) props.onSeek(person.id, 'look')
    else props.onMessage(person.id)
  }
  let input: HTMLInputElement | undefined
  onMount(() => props.autofocus && input?.focus())
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return
    const last = found().length - 1
    const next = { ArrowDown: Math.min(active() + 1, last), ArrowUp: Math.max(active() - 1, 0) }[event.key]
    const person = found()[active()]
    if (next !== undefined) {
      setActive(next)
      rows.scrollToIndex(next)
    } else if (event.key === 'Enter' && person) choose(person, event)
    else return
    event.preventDefault()
  }
  return (
    <div class="flex h-full min-h-0 flex-col">
      <div class="relative px-4 py-3">
        <Search size={16} class="pointer-events-none absolute top-1/2 left-7 -translate-y-1/2 text-ink-faint" aria-hidden="true" />
        <input
          ref={(element) => (input = element)}
          type="search"
          aria-label="Find people"
          aria-describedby="directory-keys"
          placeholder="Find people"
          autocomplete="off"
          value={query()}
          onInput={(event) => {
            setQuery(event.currentTarget.value)
            setActive(0)
          }}
          onKeyDown={onKeyDown}
          class={`h-10 pl-9! ${inputLook}`}
        />
      </div>
      <p id="directory-keys" class="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pb-2 text-xs text-ink-faint max-md:sr-only">
        <span>
          <Kbd keys="↑" /> <Kbd keys="↓" /> choose
        </span>
        <span>
          <Kbd keys="Enter" /> chat
        </span>
        <span>
          <Kbd keys="Shift Enter" /> show where they are
        </span>
        <span>
          <Kbd keys={isMac ? '⌘ Enter' : 'Ctrl Enter'} /> walk to them
        </span>
      </p>
      <p role="status" class="sr-only">
        {found().length} people found, {found()[active()]?.name ?? 'none'} chosen
      </p>
      <div ref={(element) => (box = element)} class="min-h-0 grow overflow-y-auto px-2 pb-4">
        <Show when={found().length === 0}>
          <EmptyState title="Nobody found" text="Try the first letters of a name or of an e-mail address." />
        </Show>
        <ul aria-label="People" class="relative" style={{ height: `${rows.getTotalSize()}px` }}>
          <For each={rows.getVirtualItems()}>
            {(item) => (
              <Show when={found()[item.index]}>
                {(member) => (
                  <li
                    aria-setsize={found().length}
                    aria-posinset={item.index + 1}
                    class="absolute inset-x-0 top-0"
                    style={{ height: `${ROW_PX}px`, transform: `translateY(${item.start}px)` }}
                  >
                    <MemberRow member={member()} active={item.index === active()} {...props} />
                  </li>
                )}
              </Show>
            )}
          </For>
        </ul>
      </div>
    </div>
  )
}

function MemberRow(props: DirectoryProps & { member: MemberView; active: boolean }) {
  const feed = useFeed()
  const { freeWatches, favourites } = useCurrentSpace()
  const isFavourite = () => favourites.has(props.member.id)
  const waits = () => freeWatches.waitsFor(props.member.id)
  const presence = () => feed.state.presence[props.member.id]
  const where = () => {
    const here = presence()
    if (!here) return 'Not here'
    const space = feed.state.spaces[here.spaceId]
    const room = space?.rooms.find((known) => known.id === here.roomId)
    return [STATUS_WORDS[here.status], space?.name, room?.name, statusLine(here, Date.now())].filter(Boolean).join(' · ')
  }
  return (
    <div class="flex h-full items-center gap-3 rounded-lg px-3 hover:bg-hover" classList={{ 'bg-hover': props.active }}>
      <Avatar name={props.member.name} hue={props.member.hue} size={32} status={presence()?.status} />
      <div class="min-w-0 grow">
        <p class="truncate text-base font-medium text-ink">
          {props.member.name}
          {props.member.id === props.me ? <span class="font-normal text-ink-faint"> (you)</span> : null}
        </p>
        <p class="truncate text-xs text-ink-faint">{where()}</p>
      </div>
      <Show when={props.member.id !== props.me}>
        <Show when={waits() || presence()?.status !== 'available'}>
          <IconButton
            label={`Tell me when ${props.member.name} is free`}
            pressed={waits()}
            class="max-md:size-10"
            onClick={() => (waits() ? freeWatches.cancel(props.member.id) : freeWatches.wait(props.member.id))}
          >
            <Bell size={16} />
          </IconButton>
        </Show>
        <Show when={presence()}>
          <IconButton
            label={`Show where ${props.member.name} is`}
            class="max-md:size-10"
            onClick={() => props.onSeek(props.member.id, 'look')}
          >
            <MapPin size={16} />
          </IconButton>
          <IconButton label={`Walk to ${props.member.name}`} class="max-md:hidden" onClick={() => props.onSeek(props.member.id, 'walk')}>
            <Footprints size={16} />
          </IconButton>
        </Show>
        <IconButton
          label={`Favourite: ${props.member.name}`}
          pressed={isFavourite()}
          class="max-md:size-10"
          onClick={() => favourites.toggle(props.member.id)}
        >
          <Star size={16} fill={isFavourite() ? 'currentColor' : 'none'} />
        </IconButton>
        <IconButton label={`Message ${props.member.name}`} class="max-md:size-10" onClick={() => props.onMessage(props.member.id)}>
          <MessageSquare size={16} />
        </IconButton>
      </Show>
    </div>
  )
}
