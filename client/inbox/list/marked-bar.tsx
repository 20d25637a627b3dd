import { Check, ChevronsUp, Moon, Tag, UserRound, UserRoundPlus, X } from 'lucide-solid'
import { useChat } from '../../chat/chat-context.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { SCOPES } from '../commands/scopes.ts'
import { changeAll } from '../commands/triage-commands.ts'
import { useInbox } from '../inbox-context.tsx'

/** What is done with all that are marked; Ctrl K has the rest. */
export function MarkedBar() {
  const inbox = useInbox()
  const chat = useChat()
  const ids = () => [...inbox.marked()]
  return (
    <div
      role="toolbar"
      aria-label="Marked conversations"
      class="flex h-11 shrink-0 items-center gap-1 border-b border-line bg-accent-wash px-3"
    >
      <span role="status" class="min-w-0 grow truncate text-sm font-medium text-accent-ink">
        {ids().length} marked
      </span>
      <IconButton label="Take (A)" size="small" onClick={() => changeAll(inbox, ids(), { assigneeId: inbox.me() })}>
        <UserRound size={15} />
      </IconButton>
      <IconButton label="Give to (G)" size="small" onClick={() => chat.search.open(SCOPES.assign)}>
        <UserRoundPlus size={15} />
      </IconButton>
      <IconButton label="Priority (P)" size="small" onClick={() => chat.search.open(SCOPES.priority)}>
        <ChevronsUp size={15} />
      </IconButton>
      <IconButton label="Tag (T)" size="small" onClick={() => chat.search.open(SCOPES.tag)}>
        <Tag size={14} />
      </IconButton>
      <IconButton label="Snooze (S)" size="small" onClick={() => chat.search.open(SCOPES.snooze)}>
        <Moon size={14} />
      </IconButton>
      <IconButton label="Close (E)" size="small" onClick={() => changeAll(inbox, ids(), { status: 'closed' })}>
        <Check size={15} />
      </IconButton>
      <span class="mx-0.5 h-5 w-px bg-line" aria-hidden="true" />
      <IconButton label="Mark none (Esc)" size="small" onClick={() => inbox.clearMarks()}>
        <X size={14} />
      </IconButton>
    </div>
  )
}
