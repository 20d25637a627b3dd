import { createSignal, For, Show, untrack } from 'solid-js'
import { plainText } from '@atrium/shared/chat/message-text.ts'
import type { ConversationId, ConversationMessageId } from '@atrium/shared/ids.ts'
import type { ConversationView } from '@atrium/shared/inbox/views.ts'
import { createForm } from '../../identity/create-form.ts'
import { errorText } from '../../realtime/error-text.ts'
import { Alert } from '../../ui/alert.tsx'
import { Button } from '../../ui/button.tsx'
import { DialogActions } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useInbox, type InboxModel } from '../inbox-context.tsx'

/** Two things in one conversation become two: from which message on. */
export function SplitForm(props: { id: ConversationId }) {
  const inbox = useInbox()
  const id = untrack(() => props.id)
  const messages = () => inbox.feed.state.conversationMessages[id]?.filter(({ deletedAt }) => deletedAt === null)
  // Something has to stay.
  const later = () => messages()?.slice(1) ?? []
  const [chosen, setChosen] = createSignal<ConversationMessageId>()
  const form = createForm(async () => {
    const fromMessageId = chosen()
    if (!fromMessageId) return
    const made = await inbox.api.inbox.splitConversation.mutate({ conversationId: id, fromMessageId })
    inbox.feed.apply({ kind: 'inbox.conversationChanged', payload: { conversation: made } })
    inbox.ask(null)
    inbox.open(made.id)
    inbox.toasts.show(`#${made.number} was split off.`, { action: { label: 'Undo', run: () => void putBack(inbox, made, id) } })
  }, errorText)
  return (
    <Show when={messages()?.length} fallback={<Skeleton lines={4} />}>
      <Show
        when={later().length > 0}
        fallback={<EmptyState title="There is only one message" text="A conversation can be split from its second message on." />}
      >
        <form onSubmit={form.submit}>
          <fieldset>
            <legend class="text-sm text-ink-soft">
              This message and all after it go on in a new conversation. Its answers go to the same place; what the customer writes there
              from now on stays in the old one, and so do notes.
            </legend>
            <div class="mt-3 flex max-h-72 flex-col overflow-y-auto">
              <For each={later()}>
                {(message, index) => (
                  <label class="flex cursor-pointer gap-2.5 rounded-md px-2 py-1.5 text-sm hover:bg-hover has-checked:bg-accent-wash">
                    <input
                      ref={(input) => index() === 0 && queueMicrotask(() => input.focus())}
                      data-autofocus={index() === 0 ? '' : undefined}
                      type="radio"
                      name="message"
                      class="mt-0.5 size-4 shrink-0 accent-accent"
                      checked={chosen() === message.id}
                      onChange={() => setChosen(message.id)}
                    />
                    <span class="min-w-0">
                      <span class="block text-xs text-ink-faint">{message.author.name}</span>
                      <span class="line-clamp-2 text-ink">{plainText(message.text, () => undefined)}</span>
                    </span>
                  </label>
                )}
              </For>
            </div>
          </fieldset>
          <Alert tone="bad" text={form.error()} />
          <DialogActions>
            <Button onClick={() => inbox.ask(null)}>Cancel</Button>
            <Button type="submit" look="primary" busy={form.busy()} disabled={!chosen()}>
              Split
            </Button>
          </DialogActions>
        </form>
      </Show>
    </Show>
  )
}

/** What was split off goes back to where it came from. */
async function putBack(inbox: InboxModel, made: ConversationView, old: ConversationId): Promise<void> {
  try {
    await inbox.api.inbox.mergeConversations.mutate({ from: made.id, into: old })
    inbox.open(old)
    inbox.toasts.show('Taken back.')
  } catch (error) {
    inbox.toasts.show(errorText(error), { tone: 'bad' })
  }
}
