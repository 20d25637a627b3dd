import { Merge, MessageCircleQuestion } from 'lucide-solid'
import { createSignal, Match, Show, Switch, untrack } from 'solid-js'
import type { ConversationId } from '@atrium/shared/ids.ts'
import type { ConversationView } from '@atrium/shared/inbox/views.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useInbox } from '../inbox-context.tsx'
import { ConversationComposer } from './conversation-composer.tsx'
import { ConversationDetails } from './conversation-details.tsx'
import { ConversationHeader } from './conversation-header.tsx'
import { undoMerge } from '../merge/undo-merge.ts'
import { reportViewing } from '../attending/report-viewing.ts'
import { AttendingLine } from '../attending/attending-line.tsx'
import { createOpenedConversation, type OpenedConversation } from './create-opened-conversation.ts'
import { Timeline } from './timeline.tsx'

/** One conversation; another one makes another pane. */
export function ConversationPane(props: { id: ConversationId }) {
  const inbox = useInbox()
  const opened = createOpenedConversation(
    inbox,
    untrack(() => props.id),
  )
  untrack(() => reportViewing(inbox, props.id))
  return (
    <Switch>
      <Match when={opened.state() === 'missing'}>
        <div class="grid h-full place-items-center">
          <EmptyState
            icon={<MessageCircleQuestion size={20} />}
            title="There is no such conversation"
            text="It may be of another organization, or the address is not right."
          >
            <a href={inbox.hrefOf(null)} class="text-sm font-medium text-accent-ink hover:underline">
              Back to the inbox
            </a>
          </EmptyState>
        </div>
      </Match>
      <Match when={true}>
        <div class="@container flex h-full flex-col bg-surface">
          <Show when={opened.conversation()} fallback={<Skeleton lines={1} class="h-24 border-b border-line p-4" />}>
            {(conversation) => <ConversationHeader conversation={conversation()} />}
          </Show>
          <div class="flex min-h-0 grow">
            <div class="flex min-w-0 grow flex-col">
              <Timeline opened={opened} />
              <Show when={opened.conversation()}>
                {(conversation) => (
                  <Show when={conversation().mergedInto} fallback={<Answering conversation={conversation()} opened={opened} />}>
                    {(into) => <MergedNotice id={conversation().id} into={into()} />}
                  </Show>
                )}
              </Show>
            </div>
            <aside
              aria-label="Details"
              class="hidden w-56 shrink-0 overflow-y-auto border-l border-line p-4 @min-[42rem]:block @min-[60rem]:w-64"
            >
              <Show when={opened.conversation()}>{(conversation) => <ConversationDetails conversation={conversation()} />}</Show>
            </aside>
          </div>
        </div>
      </Match>
    </Switch>
  )
}

function Answering(props: { conversation: ConversationView; opened: OpenedConversation }) {
  return (
    <>
      <AttendingLine conversationId={props.conversation.id} />
      <ConversationComposer conversation={props.conversation} opened={props.opened} />
    </>
  )
}

function MergedNotice(props: { id: ConversationId; into: ConversationId }) {
  const inbox = useInbox()
  const [busy, setBusy] = createSignal(false)
  const number = () => inbox.feed.state.conversations[props.into]?.number
  const undo = async () => {
    setBusy(true)
    await undoMerge(inbox, props.id)
    setBusy(false)
  }
  return (
    <div class="mx-auto flex w-full max-w-3xl flex-wrap items-center gap-x-3 gap-y-2 px-4 pb-4 text-sm text-ink-soft">
      <Merge size={15} class="shrink-0 text-ink-faint" aria-hidden="true" />
      <p class="min-w-0 grow basis-60">
        This conversation was merged. It goes on in{' '}
        <a href={inbox.hrefOf(props.into)} class="font-medium text-accent-ink hover:underline">
          {number() === undefined ? 'another one' : `#${number()}`}
        </a>
        .
      </p>
      <Button size="small" busy={busy()} onClick={() => void undo()}>
        Undo the merge
      </Button>
    </div>
  )
}
