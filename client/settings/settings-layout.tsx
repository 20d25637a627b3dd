import { Navigate, useParams } from '@solidjs/router'
import {
  ArrowLeft,
  Bell,
  Building,
  ClipboardList,
  Hash,
  Inbox,
  KeyRound,
  LayoutGrid,
  Link2,
  Lock,
  MessagesSquare,
  SquareArrowOutUpRight,
  UserRound,
  Users,
  Webhook,
} from 'lucide-solid'
import { For, Show, Suspense, type Component } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { isAdministrator } from '../identity/me.ts'
import { useMe } from '../identity/session.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { createMediaQuery, PHONE } from '../ui/media-query.ts'
import { moveRovingFocus } from '../ui/roving-focus.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { SETTINGS_PAGES, type SettingsPage } from './settings-pages.ts'

const ICONS: Record<string, Component<{ size: number }>> = {
  personal: UserRound,
  notifications: Bell,
  'integrations/slack': Hash,
  inbox: Inbox,
  chat: MessagesSquare,
  people: Users,
  organization: Building,
  spaces: LayoutGrid,
  guests: Link2,
  'api-keys': KeyRound,
  webhooks: Webhook,
  'integrations/linear': SquareArrowOutUpRight,
  audit: ClipboardList,
}
const GROUPS = ['You', 'Organization'] as const

/** The list of pages beside the page; on a phone one after the other. */
export function SettingsLayout() {
  const params = useParams<{ rest?: string }>()
  const me = useMe()
  const onPhone = createMediaQuery(PHONE)
  const path = () => (params.rest ?? '').replace(/\/+$/, '')
  const page = () => SETTINGS_PAGES.find((known) => known.path === path())
  const mayOpen = (known: SettingsPage) => !known.admin || isAdministrator(me())
  const pages = () => SETTINGS_PAGES.filter(mayOpen)
  return (
    <Show when={me().actor.kind === 'member'} fallback={<EmptyState icon={<Lock size={20} />} title="Settings are for members" />}>
      <Show when={path() !== '' || onPhone()} fallback={<Navigate href="/settings/personal" />}>
        <div class="grid h-full md:grid-cols-[12.5rem_minmax(0,1fr)]">
          <div class="overflow-y-auto border-line md:border-r" classList={{ 'max-md:hidden': path() !== '' }}>
            <Pages pages={pages()} current={path()} />
          </div>
          <div class="min-w-0 overflow-y-auto bg-surface" classList={{ 'max-md:hidden': path() === '' }}>
            <a
              href="/settings"
              class="m-2 inline-flex h-9 items-center gap-1.5 rounded-md px-2 text-sm text-ink-soft hover:bg-hover hover:text-ink md:hidden"
            >
              <ArrowLeft size={16} aria-hidden="true" /> Settings
            </a>
            <Suspense fallback={<Skeleton lines={5} class="mx-auto max-w-3xl p-8" />}>
              <Show when={page()} fallback={<EmptyState title="There is no such page" />}>
                {(known) => (
                  <Show
                    when={mayOpen(known())}
                    fallback={
                      <EmptyState
                        icon={<Lock size={20} />}
                        title="For owners and admins"
                        text="Ask one of them to change this, or to make you an admin."
                      />
                    }
                  >
                    <Dynamic component={known().component} />
                  </Show>
                )}
              </Show>
            </Suspense>
          </div>
        </div>
      </Show>
    </Show>
  )
}

function Pages(props: { pages: SettingsPage[]; current: string }) {
  return (
    <nav aria-label="Settings" onKeyDown={(event) => moveRovingFocus(event)} class="flex flex-col gap-4 px-2 pb-4">
      <h1 class="-mb-3 flex h-13 items-center px-2 text-base font-semibold text-ink">Settings</h1>
      <For each={GROUPS}>
        {(group) => (
          <div class="flex flex-col gap-px">
            <p class="flex h-7 items-center px-2 text-xs font-medium text-ink-faint">{group}</p>
            <For each={props.pages.filter((page) => page.group === group)}>
              {(page) => (
                <a
                  href={`/settings/${page.path}`}
                  data-roving
                  aria-current={props.current === page.path ? 'page' : undefined}
                  class="focus-inset flex h-8 items-center gap-2.5 rounded-md px-2 text-sm text-ink-soft transition-colors hover:bg-hover hover:text-ink aria-[current]:bg-press aria-[current]:font-medium aria-[current]:text-ink max-md:h-11 max-md:text-base"
                >
                  <Dynamic component={ICONS[page.path]} size={15} />
                  {page.label}
                </a>
              )}
            </For>
          </div>
        )}
      </For>
    </nav>
  )
}
