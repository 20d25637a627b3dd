import { Eye, EyeOff, LogOut, Monitor, Moon, Settings, Sun } from 'lucide-solid'
import { createSignal, Show } from 'solid-js'
import { useNavigate } from '@solidjs/router'
import { useMe, useSession } from '../identity/session.tsx'
import { useCurrentSpace } from '../space/current-space.tsx'
import { statusEntries } from '../space/status/status-entries.tsx'
import { statusLine } from '../space/status/status-words.rules.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Menu, type MenuChoice, type MenuEntry } from '../ui/menu.tsx'
import { STATUS_WORDS } from '../ui/status-dot.tsx'
import { theme, THEME_CHOICES } from '../ui/theme.ts'
import { useToasts } from '../ui/toast.tsx'
import { messageOf } from '../identity/create-form.ts'
import { StatusDialog } from './later-parts.tsx'

const LOOKS: MenuChoice[] = [
  { value: 'system', text: 'As the system', icon: () => <Monitor size={14} /> },
  { value: 'light', text: 'Light', icon: () => <Sun size={14} /> },
  { value: 'dark', text: 'Dark', icon: () => <Moon size={14} /> },
]

/** Oneself: how one is, how it looks, and the way out. */
export function OwnMenu(props: { compact?: boolean }) {
  const me = useMe()
  const session = useSession()
  const toasts = useToasts()
  const navigate = useNavigate()
  const current = useCurrentSpace()
  const [writing, setWriting] = createSignal(false)
  const name = () => me().person?.name ?? 'You'
  const status = () => current.own()?.status ?? 'available'
  const statusText = () => {
    const own = current.own()
    return own ? statusLine(own, Date.now()) : ''
  }
  const choose = (value: string) => theme.choose(THEME_CHOICES.find((known) => known === value) ?? 'system')
  const leave = () => void session.signOut().catch((error: unknown) => toasts.show(messageOf(error), { tone: 'bad' }))
  const entries = (): MenuEntry[] => [
    ...statusEntries({ status: status(), onStatus: (next) => void current.setStatus({ status: next }), onText: () => setWriting(true) }),
    ...(me().actor.kind === 'member' && current.own()
      ? [
          {
            type: 'item' as const,
            text: current.own()?.hidden ? 'Show where I am' : 'Hide where I am',
            icon: () => (current.own()?.hidden ? <Eye size={14} /> : <EyeOff size={14} />),
            onSelect: () => void current.hidePosition(!current.own()?.hidden),
          },
        ]
      : []),
    { type: 'line' },
    { type: 'choices', label: 'Appearance', value: theme.choice(), choices: LOOKS, keepOpen: true, onChange: choose },
    { type: 'line' },
    ...(me().actor.kind === 'member'
      ? [{ type: 'item' as const, text: 'Settings', icon: () => <Settings size={14} />, onSelect: () => navigate('/settings') }]
      : []),
    { type: 'item', text: 'Sign out', icon: () => <LogOut size={14} />, onSelect: leave },
  ]
  return (
    <div classList={{ 'border-t border-line p-2': !props.compact }}>
      <Menu
        label="Your status and appearance"
        placement={props.compact ? 'top-end' : 'top-start'}
        class={
          props.compact
            ? 'grid size-full place-items-center rounded-md'
            : 'flex w-full items-center gap-2.5 rounded-md p-1.5 text-left hover:bg-hover'
        }
        trigger={
          <>
            <Avatar
              name={name()}
              hue={me().person?.hue ?? 210}
              size={props.compact ? 24 : 32}
              status={current.own() && status()}
              visitor={me().actor.kind === 'visitor'}
            />
            <Show when={!props.compact}>
              <span class="min-w-0">
                <span class="block truncate text-sm leading-4 font-medium text-ink">{name()}</span>
                <span class="block truncate text-xs leading-4 text-ink-faint">
                  {[statusText() || STATUS_WORDS[status()], current.own()?.hidden ? 'hidden' : ''].filter(Boolean).join(' · ')}
                </span>
              </span>
            </Show>
          </>
        }
        entries={entries()}
      />
      <StatusDialog open={writing()} own={current.own()} onClose={() => setWriting(false)} onSave={current.setStatus} />
    </div>
  )
}
