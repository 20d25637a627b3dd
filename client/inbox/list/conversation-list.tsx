import { createVirtualizer } from '@tanstack/solid-virtual'
import { Inbox, Search } from 'lucide-solid'
import { createEffect, createMemo, For, on, onMount, Show } from 'solid-js'
import type { ConversationId } from '@atrium/shared/ids.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useInbox } from '../inbox-context.tsx'
import { NONE_FITS, sameIds } from '../inbox-view.rules.ts'
import { ConversationRow, ROW_PX } from './conversation-row.tsx'
import type { ConversationList as List } from './create-conversation-list.ts'

const LOAD_MORE_WITHIN = 12
const PADDING_PX = 6

/** Draws the lines in sight. `onFocuser` gives the page a way to put the keyboard's focus on a line. */
export function ConversationList(props: { list: List; onFocuser: (focus: (id: ConversationId) => void) => void }) {
  const inbox = useInbox()
  let box!: HTMLDivElement
  const ids = () => inbox.shownIds()
  const search = () => inbox.search
  const virtualizer = createVirtualizer<HTMLDivElement, HTMLLIElement>({
    get count() {
      return ids().length
    },
    getScrollElement: () => box,
    estimateSize: () => ROW_PX,
    paddingStart: PADDING_PX,
    paddingEnd: PADDING_PX,
    overscan: 6,
  })
  const indexes = createMemo(() => new Map(ids().map((id, index) => [id, index])))
  const shown = createMemo(() => virtualizer.getVirtualItems().flatMap((item) => ids()[item.index] ?? []), [], { equals: sameIds })
  const tabStop = createMemo(() => {
    const { id: cursor, index } = inbox.cursor()
    return cursor !== null && indexes().has(cursor) ? cursor : (ids()[Math.min(index, ids().length - 1)] ?? ids()[0] ?? null)
  })
  const focus = (id: ConversationId) => {
    const index = indexes().get(id)
    if (index === undefined) return
    virtualizer.scrollToIndex(index, { align: 'auto' })
    requestAnimationFrame(() => box.querySelector<HTMLElement>(`[data-conversation="${id}"]`)?.focus({ preventScroll: true }))
  }
  onMount(() => props.onFocuser(focus))
  createEffect(on(ids, (now, before) => keepPlace(box, { now, before: before ?? [] }), { defer: true }))
  // Whoever works through the list goes on with the line that takes the place of the one they are done with.
  createEffect(
    on(
      ids,
      (now, before = []) => {
        const { id } = inbox.cursor()
        const next = id !== null && before.includes(id) && !now.includes(id) ? tabStop() : null
        if (next !== null && id !== inbox.openedId()) takeFocusThatWasLost(() => focus(next))
      },
      { defer: true },
    ),
  )
  const more = () => (search().isOn() ? search() : props.list)
  const onScroll = () => {
    const last = virtualizer.getVirtualItems().at(-1)
    if (last && last.index >= ids().length - LOAD_MORE_WITHIN && more().more()) void more().loadMore()
  }
  const isLoading = () => (search().isOn() ? search().answered() === '' && search().error() === '' : props.list.state() === 'loading')

  return (
    <div
      ref={(element) => (box = element)}
      onScroll={onScroll}
      aria-busy={isLoading()}
      class="min-h-0 grow overflow-y-auto overscroll-contain [overflow-anchor:none]"
    >
      <Show when={ids().length === 0}>
        <Show when={!isLoading()} fallback={<Skeleton lines={6} class="p-4" />}>
          <Show when={search().isOn()} fallback={<Nothing list={props.list} />}>
            <NothingFound />
          </Show>
        </Show>
      </Show>
      <ul
        aria-label={search().isOn() ? 'Found conversations' : 'Conversations'}
        class="relative"
        style={{ height: `${ids().length === 0 ? 0 : virtualizer.getTotalSize()}px` }}
      >
        <For each={shown()}>
          {(id) => (
            <Show when={inbox.feed.state.conversations[id]}>
              {(conversation) => (
                <ConversationRow
                  conversation={conversation()}
                  index={indexes().get(id) ?? 0}
                  count={more().more() ? -1 : ids().length}
                  top={PADDING_PX + (indexes().get(id) ?? 0) * ROW_PX}
                  tabStop={tabStop() === id}
                />
              )}
            </Show>
          )}
        </For>
      </ul>
    </div>
  )
}

function Nothing(props: { list: List }) {
  const inbox = useInbox()
  const empty = () => (inbox.isFilterChanged() ? NONE_FITS : (inbox.view()?.empty ?? NONE_FITS))
  return (
    <Show
      when={props.list.state() === 'failed'}
      fallback={<EmptyState icon={<Inbox size={20} />} title={empty().title} text={empty().text} />}
    >
      <EmptyState title="The conversations could not be loaded" text={props.list.error()}>
        <Button onClick={() => void props.list.load()}>Try again</Button>
      </EmptyState>
    </Show>
  )
}

function NothingFound() {
  const { search } = useInbox()
  return (
    <Show
      when={search.error()}
      fallback={
        <EmptyState
          icon={<Search size={20} />}
          title={`Nothing found for “${search.answered()}”`}
          text="Each word has to begin a word of one message or note. #12 finds a number."
        />
      }
    >
      {(error) => (
        <EmptyState title="The conversations could not be searched" text={error()}>
          <Button onClick={() => void search.tryAgain()}>Try again</Button>
        </EmptyState>
      )}
    </Show>
  )
}

/** Once what had it has gone from the page, dialogs included, and nothing else has taken it. */
function takeFocusThatWasLost(take: () => void): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) take()
    }),
  )
}

/** What comes in above somebody who has scrolled down does not push away what they are reading. */
function keepPlace(box: HTMLElement, ids: { now: ConversationId[]; before: ConversationId[] }): void {
  if (box.scrollTop < ROW_PX / 2) return
  const first = Math.floor((box.scrollTop - PADDING_PX) / ROW_PX)
  const anchor = ids.before[Math.max(0, first)]
  const index = anchor === undefined ? -1 : ids.now.indexOf(anchor)
  if (index === -1) return
  box.dataset.still = ''
  box.scrollTop += (index - Math.max(0, first)) * ROW_PX
  requestAnimationFrame(() => delete box.dataset.still)
}
