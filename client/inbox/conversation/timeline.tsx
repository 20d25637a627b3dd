import { ArrowDown } from 'lucide-solid'
import { createMemo, createSignal, For, Show } from 'solid-js'
import { createEndSticker } from '../../chat/messages/stick-to-end.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { OpenedConversation } from './create-opened-conversation.ts'
import { EntryRow } from './entry-row.tsx'
import { OutgoingEntryRow } from './outgoing-entry.tsx'

/** How many are drawn at first, and how many more when somebody scrolls up. */
const STEP = 80
const DRAW_MORE_AT_PX = 300

export function Timeline(props: { opened: OpenedConversation }) {
  const sticker = createEndSticker()
  const [drawn, setDrawn] = createSignal(STEP)
  const hidden = () => Math.max(0, props.opened.entries().length - drawn())
  const entries = createMemo(() => props.opened.entries().slice(hidden()))
  const onScroll = (event: Event & { currentTarget: HTMLElement }) => {
    sticker.onScroll()
    if (event.currentTarget.scrollTop > DRAW_MORE_AT_PX || hidden() === 0) return
    const restore = sticker.beforePrepend()
    setDrawn(drawn() + STEP)
    restore()
  }
  const [fetching, setFetching] = createSignal(false)
  const showEarlier = async () => {
    setFetching(true)
    const before = props.opened.entries().length
    const restore = sticker.beforePrepend()
    await props.opened.loadEarlier()
    setDrawn(drawn() + props.opened.entries().length - before)
    restore()
    setFetching(false)
  }
  let box!: HTMLDivElement
  return (
    <div class="relative min-h-0 grow">
      <div
        ref={(element) => (box = element)}
        role="log"
        aria-label="Conversation"
        aria-busy={props.opened.state() === 'loading'}
        tabindex="0"
        onScroll={onScroll}
        class="focus-inset h-full overflow-y-auto overscroll-contain [overflow-anchor:none]"
      >
        <div ref={(content) => sticker.watch(box, content)} class="mx-auto flex min-h-full max-w-3xl flex-col pt-1 pb-4">
          <Show when={props.opened.state() === 'failed'}>
            <EmptyState title="The conversation could not be loaded" text={props.opened.error()}>
              <Button onClick={() => void props.opened.load()}>Try again</Button>
            </EmptyState>
          </Show>
          <Show when={props.opened.state() === 'loading' && entries().length === 0}>
            <Skeleton lines={4} withAvatar class="px-4 pt-4" />
          </Show>
          <Show when={hidden() === 0 && props.opened.earlier()}>
            {(count) => (
              <div class="flex justify-center px-4 py-3">
                <Button size="small" busy={fetching()} onClick={() => void showEarlier()}>
                  {count() === 1 ? 'Show the message before' : `${count().toLocaleString()} earlier messages: show more`}
                </Button>
              </div>
            )}
          </Show>
          <For each={entries()}>{(entry, index) => <EntryRow entry={entry} previous={entries()[index() - 1]} />}</For>
          <For each={props.opened.outgoing()}>{(entry) => <OutgoingEntryRow entry={entry} />}</For>
        </div>
      </div>
      <Show when={!sticker.atEnd()}>
        <button
          type="button"
          onClick={() => sticker.toEnd()}
          class="animate-fade-in absolute bottom-3 left-1/2 flex h-8 -translate-x-1/2 items-center gap-1.5 rounded-full border border-line-strong bg-raised px-3 text-sm font-medium text-ink shadow-raised hover:bg-hover"
        >
          <ArrowDown size={14} /> Newest
        </button>
      </Show>
    </div>
  )
}
