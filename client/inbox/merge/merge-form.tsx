import { createSignal, createUniqueId, For, onMount, Show, untrack } from 'solid-js'
import type { ConversationId } from '@atrium/shared/ids.ts'
import type { ConversationView } from '@atrium/shared/inbox/views.ts'
import { createForm } from '../../identity/create-form.ts'
import { errorText } from '../../realtime/error-text.ts'
import { Alert } from '../../ui/alert.tsx'
import { Button } from '../../ui/button.tsx'
import { DialogActions } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useInbox, whoOf } from '../inbox-context.tsx'
import { StatusIcon } from '../status-icon.tsx'
import { createMergeTargets } from './create-merge-targets.ts'
import { undoMerge } from './undo-merge.ts'

/** Two conversations turn out to be one: finds the other one, and says what becomes of both before it is done. */
export function MergeForm(props: { id: ConversationId }) {
  const inbox = useInbox()
  const from = untrack(() => props.id)
  const targets = createMergeTargets(inbox, from)
  const [chosen, setChosen] = createSignal<ConversationView>()
  let button: HTMLButtonElement | undefined
  const choose = (conversation: ConversationView) => {
    setChosen(conversation)
    queueMicrotask(() => button?.focus())
  }
  const numberOf = (id: ConversationId) => `#${inbox.feed.state.conversations[id]?.number ?? '?'}`
  const form = createForm(async () => {
    const into = chosen()
    if (!into) return
    const conversation = await inbox.api.inbox.mergeConversations.mutate({ from, into: into.id })
    inbox.feed.apply({ kind: 'inbox.conversationChanged', payload: { conversation } })
    inbox.ask(null)
    inbox.open(into.id)
    inbox.toasts.show(`${numberOf(from)} goes on in #${conversation.number}.`, {
      action: { label: 'Undo', run: () => void undoMerge(inbox, from) },
    })
  }, errorText)
  return (
    <form onSubmit={form.submit} class="flex flex-col gap-3">
      <TargetField targets={targets} onChoose={choose} />
      <Show when={chosen()}>
        {(into) => (
          <p role="status" class="rounded-md bg-sunken px-3 py-2 text-sm text-ink-soft">
            All that was said and noted in {numberOf(from)} moves to <strong class="font-medium text-ink">#{into().number}</strong>, also
            what the customer writes in its place from now on. {numberOf(from)} is closed. It can be undone.
          </p>
        )}
      </Show>
      <Alert tone="bad" text={form.error()} />
      <DialogActions>
        <Button onClick={() => inbox.ask(null)}>Cancel</Button>
        <Button ref={(element) => (button = element)} type="submit" look="primary" busy={form.busy()} disabled={!chosen()}>
          {chosen() ? `Merge into #${chosen()?.number}` : 'Merge'}
        </Button>
      </DialogActions>
    </form>
  )
}

interface TargetFieldProps {
  targets: ReturnType<typeof createMergeTargets>
  onChoose: (conversation: ConversationView) => void
}

/** Focus stays in the text; the lit line is told by aria-activedescendant. */
function TargetField(props: TargetFieldProps) {
  const listId = createUniqueId()
  const [lit, setLit] = createSignal(0)
  const found = () => props.targets.found()
  const at = () => Math.min(lit(), found().length - 1)
  let field!: HTMLInputElement
  onMount(() => field.focus())
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return
    const count = found().length
    const conversation = found()[at()]
    if (event.key === 'ArrowDown' && count > 0) setLit((at() + 1) % count)
    else if (event.key === 'ArrowUp' && count > 0) setLit((at() - 1 + count) % count)
    else if (event.key === 'Enter' && conversation) props.onChoose(conversation)
    else if (event.key !== 'Enter') return
    event.preventDefault()
  }
  return (
    <div>
      <input
        ref={(element) => (field = element)}
        type="text"
        data-autofocus
        role="combobox"
        aria-label="Conversation to merge into"
        aria-autocomplete="list"
        aria-expanded={found().length > 0}
        aria-controls={listId}
        aria-activedescendant={found().length > 0 ? `${listId}-${at()}` : undefined}
        placeholder="A number, or words that stand in it"
        maxLength={200}
        autocomplete="off"
        onInput={(event) => {
          setLit(0)
          props.targets.setWords(event.currentTarget.value)
        }}
        onKeyDown={onKeyDown}
        class="h-10 w-full rounded-lg border border-control bg-surface px-3 text-base text-ink outline-none focus-visible:border-accent focus-visible:ring-1 focus-visible:ring-accent max-md:text-lg"
      />
      <div id={listId} role="listbox" aria-label="Conversations" class="-mx-1 mt-2 max-h-56 overflow-y-auto px-1">
        <For each={found()} fallback={<NoTargets targets={props.targets} />}>
          {(conversation, index) => (
            <div
              id={`${listId}-${index()}`}
              role="option"
              tabindex="-1"
              aria-selected={index() === at()}
              class="flex cursor-pointer items-center gap-2 rounded-md px-2 py-1.5 text-sm"
              classList={{ 'bg-hover': index() === at() }}
              onPointerMove={() => setLit(index())}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => props.onChoose(conversation)}
            >
              <StatusIcon status={conversation.status} size={13} />
              <span class="shrink-0 text-ink-faint">#{conversation.number}</span>
              <span class="min-w-0 grow truncate text-ink">{conversation.subject}</span>
              <span class="max-w-32 shrink-0 truncate text-xs text-ink-faint">{whoOf(conversation)}</span>
            </div>
          )}
        </For>
      </div>
    </div>
  )
}

function NoTargets(props: { targets: ReturnType<typeof createMergeTargets> }) {
  return (
    <Show when={!props.targets.loading()} fallback={<Skeleton lines={3} class="p-2" />}>
      <Show when={props.targets.error()} fallback={<EmptyState title="No other conversation fits" />}>
        {(error) => <EmptyState title="The conversations could not be searched" text={error()} />}
      </Show>
    </Show>
  )
}
