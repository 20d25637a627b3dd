import { MessageCircle } from 'lucide-solid'
import { STATUSES, type Status } from '@atrium/shared/space/views.ts'
import type { MenuEntry } from '../../ui/menu.tsx'
import { STATUS_WORDS, StatusDot } from '../../ui/status-dot.tsx'

/** The part of one's own menu that says how one is. */
export function statusEntries(own: { status: Status; onStatus: (status: Status) => void; onText: () => void }): MenuEntry[] {
  return [
    {
      type: 'choices',
      label: 'Status',
      value: own.status,
      choices: STATUSES.map((status) => ({
        value: status,
        text: STATUS_WORDS[status],
        icon: () => <StatusDot status={status} class="size-2.5" />,
      })),
      onChange: (value) => own.onStatus(STATUSES.find((known) => known === value) ?? 'available'),
    },
    { type: 'item', text: 'Say what you are doing…', icon: () => <MessageCircle size={14} />, onSelect: own.onText },
  ]
}
