import { RefreshCw } from 'lucide-solid'
import { createMemo, createSignal, For, Show } from 'solid-js'
import type { InstallationView, SlackChannelView } from '@atrium/shared/slack/views.ts'
import { Alert } from '../../ui/alert.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { SearchBox } from '../parts/search-box.tsx'
import { ChannelLine } from './channel-line.tsx'
import { findChannels } from './channel.rules.ts'
import type { Channels } from './create-channels.ts'
import { createCustomers } from './create-customers.ts'
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
        <h4 class="grow text-sm font-medium text-ink max-sm:basis-full">Channels ({props.channels.all().length.toLocaleString()})</h4>
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
              Show {Math.min(200, found().length - limit())} more of {found().length.toLocaleString()}
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
