import { For } from 'solid-js'
import { NOTIFICATION_KINDS, type NotificationKind, type NotificationWay } from '@atrium/shared/chat/notification-preferences.ts'
import { Section } from '../parts/page.tsx'
import type { Preferences } from './create-preferences.ts'

const KINDS: Record<NotificationKind, { title: string; text: string }> = {
  private: { title: 'A message to me', text: 'From one person, or from who stands near me.' },
  name: { title: 'My name', text: 'Somebody mentions me and others.' },
  group: { title: '@all, @here, @room', text: 'When I am among those.' },
  thread: { title: 'A reply in my thread', text: 'I began it or have written in it.' },
  place: { title: 'Everything else', text: 'In the chats of spaces and rooms.' },
}
const WAYS: { way: NotificationWay; title: string; label: string }[] = [
  { way: 'app', title: 'Atrium', label: 'in Atrium' },
  { way: 'desktop', title: 'Desktop', label: 'on the desktop' },
  { way: 'sound', title: 'Sound', label: 'with a sound' },
]

/** Which messages notify, and how. */
export function KindsTable(props: { preferences: Preferences }) {
  const isChosen = (way: NotificationWay, kind: NotificationKind) => props.preferences.value().ways[way].includes(kind)
  const choose = ({ way, kind, chosen }: { way: NotificationWay; kind: NotificationKind; chosen: boolean }) => {
    const { ways } = props.preferences.value()
    const kinds = NOTIFICATION_KINDS.filter((known) => (known === kind ? chosen : ways[way].includes(known)))
    props.preferences.choose({ ways: { ...ways, [way]: kinds } })
  }
  return (
    <Section
      title="What to tell me, and how"
      text="Never what I write myself, what I am looking at, or what I have read meanwhile. Counts of unread messages always stay."
      flush
    >
      <table class="w-full text-sm">
        <thead>
          <tr class="border-b border-line text-xs text-ink-faint">
            <th scope="col" class="px-4 py-2 text-left font-medium">
              Message
            </th>
            <For each={WAYS}>
              {({ title }) => (
                <th scope="col" class="w-20 px-1 py-2 text-center font-medium max-md:w-15">
                  {title}
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={NOTIFICATION_KINDS}>
            {(kind) => (
              <tr class="border-line not-last:border-b">
                <th scope="row" class="px-4 py-2.5 text-left font-normal">
                  <span class="block font-medium text-ink">{KINDS[kind].title}</span>
                  <span class="block text-ink-soft">{KINDS[kind].text}</span>
                </th>
                <For each={WAYS}>
                  {({ way, label }) => (
                    <td class="p-0">
                      <label class="grid h-14 cursor-pointer place-items-center hover:bg-hover">
                        <input
                          type="checkbox"
                          aria-label={`${KINDS[kind].title}: ${label}`}
                          class="size-4 accent-accent"
                          checked={isChosen(way, kind)}
                          onChange={(event) => choose({ way, kind, chosen: event.currentTarget.checked })}
                        />
                      </label>
                    </td>
                  )}
                </For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </Section>
  )
}
