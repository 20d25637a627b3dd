import { ChevronsUpDown } from 'lucide-solid'
import { Show } from 'solid-js'
import { useMe } from '../identity/session.tsx'
import { useFeed } from '../realtime/feed.tsx'
import { Menu } from '../ui/menu.tsx'

/** The name over the sidebar; with several organizations it is a menu. Choosing one loads the page anew, as another office. */
export function OrganizationSwitch() {
  const me = useMe()
  const feed = useFeed()
  const name = () => feed.state.organization?.name ?? me().organization?.name ?? 'Atrium'
  const choose = (id: string) => {
    document.cookie = `atrium-organization=${id}; path=/; samesite=lax; max-age=31536000${location.protocol === 'https:' ? '; secure' : ''}`
    location.assign('/')
  }
  const choices = () => me().organizations.map((organization) => ({ value: organization.id as string, text: organization.name }))
  return (
    <header class="flex h-13 shrink-0 items-center px-3">
      <Show when={me().organizations.length > 1} fallback={<Name name={name()} />}>
        <Menu
          label="Change organization"
          placement="bottom-start"
          class="flex min-w-0 grow items-center rounded-md py-1 hover:bg-hover"
          trigger={
            <>
              <Name name={name()} />
              <ChevronsUpDown size={14} class="mr-1 ml-auto shrink-0 text-ink-faint" />
            </>
          }
          entries={[{ type: 'choices', label: 'Organization', value: me().organization?.id ?? '', choices: choices(), onChange: choose }]}
        />
      </Show>
    </header>
  )
}

function Name(props: { name: string }) {
  return (
    <span class="flex min-w-0 items-center gap-2.5 px-1">
      <img src="/icon.svg" alt="" class="size-6 shrink-0" />
      <span class="truncate text-base font-semibold tracking-tight text-ink">{props.name}</span>
    </span>
  )
}
