import { Archive, Hash, Lock, MoreHorizontal } from 'lucide-solid'
import { Show } from 'solid-js'
import type { InstallationView, SlackChannelView } from '@atrium/shared/slack/views.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Menu, type MenuEntry } from '../../ui/menu.tsx'
import { createChannelActions } from './create-channel-actions.ts'
import type { Customers } from './create-customers.ts'

export function ChannelLine(props: {
  channel: SlackChannelView
  installation: InstallationView
  customers: Customers
  onWatch: () => void
}) {
  const isDefault = () => props.installation.defaultChannelId === props.channel.channelId
  const watched = () => props.channel.customerId !== null
  const actions = createChannelActions(() => props.channel)
  const entries = (): MenuEntry[] => [
    ...(watched()
      ? [
          { type: 'item' as const, text: 'Change the customer', onSelect: () => props.onWatch() },
          { type: 'item' as const, text: 'Stop watching', onSelect: () => void actions.unwatch() },
        ]
      : []),
    isDefault()
      ? { type: 'item', text: 'No longer the default', onSelect: () => void actions.makeDefault(null) }
      : { type: 'item', text: 'Make it the default channel', onSelect: () => void actions.makeDefault(props.channel.channelId) },
  ]
  return (
    <li class="flex items-center gap-2 border-line py-2 pr-2 pl-4 not-last:border-b">
      <div class="flex min-w-0 grow flex-wrap items-center gap-x-3 gap-y-1">
        <About channel={props.channel} isDefault={isDefault()} />
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

function About(props: { channel: SlackChannelView; isDefault: boolean }) {
  return (
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
      <Show when={props.isDefault}>
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
      <Show when={props.channel.customerId !== null && !props.channel.isMember && !props.channel.isArchived}>
        <span class="text-xs text-warn">Type /invite @Atrium there, or nothing arrives</span>
      </Show>
    </div>
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
