import { ArrowLeft, Check, Ellipsis, PanelRight, RotateCcw } from 'lucide-solid'
import { createSignal, Show } from 'solid-js'
import type { ConversationView } from '@atrium/shared/inbox/views.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { useChat } from '../../chat/chat-context.tsx'
import { SCOPES } from '../commands/scopes.ts'
import { useInbox } from '../inbox-context.tsx'
import { SnoozeMenu } from '../triage/snooze-menu.tsx'
import { TagsButton } from '../triage/tags-button.tsx'
import { TeamMenu } from '../triage/team-menu.tsx'
import { AssigneeMenu, PriorityMenu, StatusMenu } from './conversation-menus.tsx'
import { ConversationDetails } from './conversation-details.tsx'

export function ConversationHeader(props: { conversation: ConversationView }) {
  const inbox = useInbox()
  const chat = useChat()
  const [details, setDetails] = createSignal(false)
  const closed = () => props.conversation.status === 'closed'
  return (
    <header class="border-b border-line bg-surface">
      <div class="flex min-h-13 items-center gap-2 px-4 py-2 max-md:pl-2">
        <a
          href={inbox.hrefOf(null)}
          aria-label="Back to the conversations"
          class="grid size-9 shrink-0 place-items-center rounded-md text-ink-soft hover:bg-hover hover:text-ink md:hidden"
        >
          <ArrowLeft size={18} />
        </a>
        <div class="min-w-0 grow">
          <h2 class="text-base leading-5 font-semibold text-ink max-md:line-clamp-2 md:truncate">{props.conversation.subject}</h2>
          <p class="truncate text-xs text-ink-faint">
            #{props.conversation.number} · {props.conversation.place}
          </p>
        </div>
        <span class="@min-[42rem]:hidden">
          <IconButton label="Customer and details" onClick={() => setDetails(true)}>
            <PanelRight size={16} />
          </IconButton>
        </span>
        <Show
          when={closed()}
          fallback={
            <Button size="small" onClick={() => inbox.change([props.conversation.id], { status: 'closed' })}>
              <Check size={14} aria-hidden="true" /> Close
            </Button>
          }
        >
          <Button size="small" onClick={() => inbox.change([props.conversation.id], { status: 'open' })}>
            <RotateCcw size={13} aria-hidden="true" /> Reopen
          </Button>
        </Show>
        <Menu
          label="More"
          placement="bottom-end"
          class="inline-grid size-7 shrink-0 place-items-center rounded-md text-ink-soft hover:bg-hover hover:text-ink"
          entries={[
            { type: 'item', text: 'Use a macro …', onSelect: () => chat.search.open(SCOPES.macro) },
            { type: 'item', text: 'Merge into another …', onSelect: () => inbox.ask({ kind: 'merge', id: props.conversation.id }) },
            { type: 'item', text: 'Split into two …', onSelect: () => inbox.ask({ kind: 'split', id: props.conversation.id }) },
          ]}
          trigger={<Ellipsis size={16} aria-hidden="true" />}
        />
      </div>
      <div class="flex flex-wrap gap-1.5 px-4 pb-2.5">
        <StatusMenu conversation={props.conversation} />
        <AssigneeMenu conversation={props.conversation} />
        <PriorityMenu conversation={props.conversation} />
        <TeamMenu conversation={props.conversation} />
        <SnoozeMenu conversation={props.conversation} />
        <TagsButton conversation={props.conversation} />
      </div>
      <Dialog open={details()} onClose={() => setDetails(false)} title="Details">
        <ConversationDetails conversation={props.conversation} />
      </Dialog>
    </header>
  )
}
