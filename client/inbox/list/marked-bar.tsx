import { Check, UserRound, X } from 'lucide-solid'
import { Show } from 'solid-js'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { useInbox } from '../inbox-context.tsx'

/** What is done with all that are marked; Ctrl K has the rest. */
export function MarkedBar() {
  const inbox = useInbox()
  const ids = () => [...inbox.marked()]
  return (
    <Show when={ids().length > 0}>
      <div role="toolbar" aria-label="Marked conversations" class="flex h-11 items-center gap-2 border-b border-line bg-accent-wash px-3">
        <span role="status" class="grow truncate text-sm font-medium text-accent-ink">
          {ids().length} marked
        </span>
        <Button
          size="small"
          onClick={() => {
            void inbox.actions.triage(ids(), { assigneeId: inbox.me() }, `${ids().length} conversations are assigned to you.`)
            inbox.clearMarks()
          }}
        >
          <UserRound size={13} aria-hidden="true" /> Take
        </Button>
        <Button
          size="small"
          onClick={() => {
            void inbox.actions.triage(ids(), { status: 'closed' }, `${ids().length} conversations are closed.`)
            inbox.clearMarks()
          }}
        >
          <Check size={13} aria-hidden="true" /> Close
        </Button>
        <IconButton label="Mark none (Esc)" size="small" onClick={() => inbox.clearMarks()}>
          <X size={14} />
        </IconButton>
      </div>
    </Show>
  )
}
