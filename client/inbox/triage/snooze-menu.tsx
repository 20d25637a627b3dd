import { ChevronDown, Moon } from 'lucide-solid'
import { createSignal } from 'solid-js'
import type { ConversationView } from '@atrium/shared/inbox/views.ts'
import { Menu } from '../../ui/menu.tsx'
import { MENU_LOOK } from '../conversation/choices.tsx'
import { useInbox } from '../inbox-context.tsx'
import { SnoozeDialog } from './snooze-dialog.tsx'
import { snoozeChoices, wakingTime } from './snooze.rules.ts'

/** Away until a time, or until the customer writes. */
export function SnoozeMenu(props: { conversation: ConversationView }) {
  const inbox = useInbox()
  const [asking, setAsking] = createSignal(false)
  const shown = () => {
    const until = props.conversation.snoozedUntil
    return until === null ? 'Snooze' : `Until ${wakingTime(until, inbox.nowMs())}`
  }
  const snooze = (until: number) => inbox.snooze([props.conversation.id], until)
  return (
    <>
      <Menu
        label={shown()}
        placement="bottom-start"
        class={MENU_LOOK}
        entries={[
          ...snoozeChoices(inbox.nowMs()).map(({ label, until }) => ({
            type: 'item' as const,
            text: label,
            onSelect: () => snooze(until),
          })),
          { type: 'line' },
          { type: 'item', text: 'Choose a time…', onSelect: () => setAsking(true) },
        ]}
        trigger={
          <>
            <Moon size={14} aria-hidden="true" />
            <span class="truncate">{shown()}</span>
            <ChevronDown size={12} class="shrink-0 text-ink-faint" aria-hidden="true" />
          </>
        }
      />
      <SnoozeDialog open={asking()} onClose={() => setAsking(false)} onChoose={snooze} />
    </>
  )
}
