import { Archive, Hash, Lock, MoreHorizontal, RefreshCw } from 'lucide-solid'
import { createMemo, createSignal, For, Show } from 'solid-js'
import type { InstallationView, SlackChannelView } from '@atrium/shared/slack/views.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { useFeed } from '../../realtime/feed.tsx'
import { Alert } from '../../ui/alert.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Menu, type MenuEntry } from '../../ui/menu.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { SearchBox } from '../parts/search-box.tsx'
import { findChannels } from './channel.rules.ts'
import type { Channels } from './create-channels.ts'
import { createCustomers, type Customers } from './create-customers.ts'
import { WatchDialog } from './watch-dialog.tsx'

/** A workspace may have thousands. */
const SHOWN_AT_FIRST = 25

export function ChannelTable(props: { installation: InstallationView; channels: Channels }) {
  const [search, setSearch] = createSignal('')
  const [limit, setLimit] = createSignal(SHOWN_AT_FIRST)
  const [watching, setWatching] = createSignal<SlackChannelView | null>(null)
  const customers = createCustomers()
  const find = (text: string) => {
    setSearch(text)
    setLimit(SHOWN_AT_FIRST)
  }
  const found = createMemo(() => findChannels(props.channels.all(), search()))
  return (
    <div class="border-t border-line">
      <div class="flex flex-wrap items-center gap-2 px-4 py-2">
        <h4 class="grow text-sm font-medium text-ink max-sm:basis-full">Channels ({props.channels.all().length})</h4>
        <SearchBox label="Find a channel" class="grow basis-40 sm:max-w-56" onSearch={find} />
        <Button
          size="small"
          busy={props.channels.refreshing()}
          disabled={props.installation.state !== 'active'}
          onClick={() => void props.channels.refresh()}
        >
          <RefreshCw size={13} aria-hidden="true" /> Refresh
        </Button>
      </div>
      <Alert tone="bad" text={props.channels.refreshError() || props.channels.error()} class="mx-4 mb-3" />
      <Show when={!props.channels.loading()} fallback={<Skeleton lines={3} class="px-4 pb-4" />}>
        <Show when={found().length > 0} fallback={<NoChannels searched={search() !== ''} />}>
          <ul aria-label={`Channels of ${props.installation.teamName}`} class="border-t border-line">
            <For each={found().slice(0, limit())}>
              {(channel) => (
                <ChannelLine
                  channel={channel}
                  installation={props.installation}
                  customers={customers}
                  onWatch={() => setWatching(channel)}
                />
              )}
            </For>
          </ul>
        </Show>
        <Show when={found().length > limit()}>
          <div class="flex justify-center border-t border-line p-2">
            <Button look="quiet" size="small" onClick={() => setLimit(limit() + 200)}>
              Show {Math.min(200, found().length - limit())} more of {found().length}
            </Button>
          </div>
        </Show>
      </Show>
      <WatchDialog channel={watching()} customers={customers} onClose={() => setWatching(null)} />
    </div>
  )
}

function NoChannels(props: { searched: boolean }) {
  return (
    <EmptyState
      title={props.searched ? 'No channel is called that' : 'No channels yet'}
      text={
        props.searched
          ? 'A private channel appears once the app was invited: type /invite @Atrium there, then refresh.'
          : 'Refresh to fetch them from Slack.'
      }
    />
  )
}

function ChannelLine(props: { channel: SlackChannelView; installation: InstallationView; customers: Customers; onWatch: () => void }) {
  const { api } = useConnection()
  const feed = useFeed()
  const toasts = useToasts()
  const isDefault = () => props.installation.defaultChannelId === props.channel.channelId
  const watched = () => props.channel.customerId !== null
  const key = () => ({ installationId: props.channel.installationId, channelId: props.channel.channelId })
  const save = async (work: () => Promise<void>) => {
    try {
      await work()
    } catch (thrown) {
      toasts.show(errorText(thrown), { tone: 'bad' })
    }
  }
  const makeDefault = (channelId: string | null) =>
    save(async () => {
      const installation = await api.slack.setDefaultChannel.mutate({ installationId: props.channel.installationId, channelId })
      feed.apply({ kind: 'slack.installationChanged', payload: { installation } })
    })
  const unwatch = () =>
    save(async () => {
      const channel = await api.slack.watchChannel.mutate({ ...key(), customerId: null })
      feed.apply({ kind: 'slack.channelChanged', payload: { channel } })
      toasts.show(`#${channel.name} is no longer watched. Its conversations stay.`)
    })
  const entries = (): MenuEntry[] => [
    ...(watched()
      ? [
          { type: 'item' as const, text: 'Change the customer', onSelect: () => props.onWatch() },
          { type: 'item' as const, text: 'Stop watching', onSelect: () => void unwatch() },
        ]
      : []),
    isDefault()
      ? { type: 'item', text: 'No longer the default', onSelect: () => void makeDefault(null) }
      : { type: 'item', text: 'Make it the default channel', onSelect: () => void makeDefault(props.channel.channelId) },
  ]
  return (
    <li class="flex items-center gap-2 border-line py-2 pr-2 pl-4 not-last:border-b">
      <div class="flex min-w-0 grow flex-wrap items-center gap-x-3 gap-y-1">
        <div class="flex min-w-0 grow basis-44 flex-wrap items-center gap-x-2 gap-y-1 text-sm">
          <span class="text-ink-faint" aria-hidden="true">
            <Show when={props.channel.isPrivate} fallback={<Hash size={14} />}>
              <Lock size={13} />
            </Show>
          </span>
          <span class="truncate font-medium text-ink" classList={{ 'text-ink-faint line-through': props.channel.isArchived }}>
            {props.channel.name}
          </span>
          <Show when={props.channel.isPrivate}>
            <span class="sr-only">private</span>
          </Show>
          <Show when={isDefault()}>
            <Badge>Default</Badge>
          </Show>
          <Show when={props.channel.isExtShared}>
            <Badge>Slack Connect</Badge>
          </Show>
          <Show when={props.channel.isArchived}>
            <span class="flex items-center gap-1 text-xs text-ink-faint">
              <Archive size={12} aria-hidden="true" /> Archived
            </span>
          </Show>
          <Show when={watched() && !props.channel.isMember && !props.channel.isArchived}>
            <span class="text-xs text-warn">Type /invite @Atrium there, or nothing arrives</span>
          </Show>
        </div>
        <Show when={watched()} fallback={<WatchButton {...props} />}>
          <span class="flex items-center gap-1.5 text-sm text-ink-soft">
            <span class="size-1.5 rounded-full bg-status-available" aria-hidden="true" />
            Watched for <span class="font-medium text-ink">{props.customers.nameOf(props.channel.customerId)}</span>
          </span>
        </Show>
      </div>
      <Menu
        label={`More for #${props.channel.name}`}
        class="grid size-8 shrink-0 place-items-center rounded-md text-ink-soft hover:bg-hover hover:text-ink"
        trigger={<MoreHorizontal size={16} />}
        entries={entries()}
      />
    </li>
  )
}

function WatchButton(props: { channel: SlackChannelView; installation: InstallationView; onWatch: () => void }) {
  return (
    <Button
      size="small"
      disabled={props.installation.state !== 'active' || props.channel.isArchived}
      aria-label={`Watch #${props.channel.name}`}
      onClick={() => props.onWatch()}
    >
      Watch
    </Button>
  )
}
