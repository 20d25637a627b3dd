import { ChevronDown, Moon } from 'lucide-solid'
import type { ConversationView } from '@atrium/shared/inbox/views.ts'
import { Menu } from '../../ui/menu.tsx'
import { MENU_LOOK } from '../conversation/choices.tsx'
import { useInbox } from '../inbox-context.tsx'
import { snoozeChoices, wakingTime } from './snooze.rules.ts'

/** Away until a time, or until the customer writes. */
export function SnoozeMenu(props: { conversation: ConversationView }) {
  const inbox = useInbox()
  const shown = () => {
    const until = props.conversation.snoozedUntil
    return until === null ? 'Snooze' : `Until ${wakingTime(until, inbox.nowMs())}`
  }
  const snooze = (until: number) => inbox.change([props.conversation.id], { status: 'snoozed', snoozedUntil: until })
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
          { type: 'item', text: 'Choose a time…', onSelect: () => inbox.ask({ kind: 'snooze', ids: [props.conversation.id] }) },
        ]}
        trigger={
          <>
            <Moon size={14} aria-hidden="true" />
            <span class="truncate">{shown()}</span>
            <ChevronDown size={12} class="shrink-0 text-ink-faint" aria-hidden="true" />
          </>
        }
      />
    </>
  )
}
