import { A } from '@solidjs/router'
import { Hash, Lock } from 'lucide-solid'
import { createMemo, createSignal, For, Show } from 'solid-js'
import type { CustomerId } from '@atrium/shared/ids.ts'
import { channelRoleKey, slackChannelKey } from '@atrium/shared/realtime/apply-change.ts'
import type { ChannelRoleView, SlackChannelView } from '@atrium/shared/slack/views.ts'
import { isAdministrator } from '../../identity/me.ts'
import { useMe } from '../../identity/session.tsx'
import type { Api } from '../../realtime/connection.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { useFeed } from '../../realtime/feed.tsx'
import { createQuery } from '../../settings/parts/create-query.ts'
import { Loaded } from '../../settings/parts/loaded.tsx'
import { Line, Section } from '../../settings/parts/page.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { ROLE_WORDS, RoleForm } from './role-form.tsx'

export type KnownPeople = Awaited<ReturnType<Api['slack']['channelsOfCustomer']['query']>>['people']

/** The Slack channels that are watched for a customer, and who counts as what in them. */
export function ChannelsSection(props: { customerId: CustomerId }) {
  const { api } = useConnection()
  const feed = useFeed()
  const me = useMe()
  const [saying, setSaying] = createSignal<SlackChannelView | null>(null)
  const query = createQuery(async () => {
    const { channels, roles, people } = await api.slack.channelsOfCustomer.query({ customerId: props.customerId })
    feed.update((draft) => {
      for (const channel of channels) draft.slackChannels[slackChannelKey(channel)] = channel
      for (const role of roles) draft.channelRoles[channelRoleKey(role)] = role
    })
    return people
  })
  const channels = createMemo(() =>
    Object.values(feed.state.slackChannels)
      .filter((channel) => channel.customerId === props.customerId)
      .sort((one, other) => one.name.localeCompare(other.name)),
  )
  return (
    <Section
      title="Slack channels"
      text="Whoever has linked their Slack account answers as an agent; everybody else is a customer. Say here where it is otherwise."
      flush
    >
      <Loaded query={query}>
        {(people) => (
          <>
            <For
              each={channels()}
              fallback={
                <EmptyState
                  icon={<Hash size={20} />}
                  title="No channel is watched for them"
                  text={
                    <Show when={isAdministrator(me())} fallback="An owner or admin can watch one in the settings.">
                      Watch one in{' '}
                      <A href="/settings/integrations/slack" class="font-medium text-accent-ink hover:underline">
                        the Slack settings
                      </A>
                      .
                    </Show>
                  }
                />
              }
            >
              {(channel) => <ChannelPart channel={channel} onSay={() => setSaying(channel)} mayChange={isAdministrator(me())} />}
            </For>
            <Dialog open={saying() !== null} onClose={() => setSaying(null)} title={`Who counts as what in #${saying()?.name ?? ''}`}>
              <Show when={saying()} keyed>
                {(channel) => <RoleForm channel={channel} people={people()} onDone={() => setSaying(null)} />}
              </Show>
            </Dialog>
          </>
        )}
      </Loaded>
    </Section>
  )
}

function ChannelPart(props: { channel: SlackChannelView; mayChange: boolean; onSay: () => void }) {
  const feed = useFeed()
  const roles = createMemo(() =>
    Object.values(feed.state.channelRoles)
      .filter((role) => role.installationId === props.channel.installationId && role.channelId === props.channel.channelId)
      .sort((one, other) => one.name.localeCompare(other.name)),
  )
  const workspace = () => feed.state.installations[props.channel.installationId]
  return (
    <>
      <Line
        title={
          <span class="flex flex-wrap items-center gap-1.5">
            <Show when={props.channel.isPrivate} fallback={<Hash size={14} class="text-ink-faint" aria-hidden="true" />}>
              <Lock size={13} class="text-ink-faint" aria-hidden="true" />
            </Show>
            {props.channel.name}
            <Show when={props.channel.isExtShared}>
              <Badge>Slack Connect</Badge>
            </Show>
            <Show when={props.channel.isArchived}>
              <Badge tone="warn">Archived in Slack</Badge>
            </Show>
          </span>
        }
        text={workspace()?.teamName}
      >
        <Show when={props.mayChange}>
          <Button size="small" onClick={() => props.onSay()}>
            Say who counts<span class="sr-only"> as what in #{props.channel.name}</span>
          </Button>
        </Show>
      </Line>
      <For each={roles()}>{(role) => <RoleLine role={role} mayChange={props.mayChange} />}</For>
    </>
  )
}

function RoleLine(props: { role: ChannelRoleView; mayChange: boolean }) {
  const { api } = useConnection()
  const feed = useFeed()
  const toasts = useToasts()
  const [busy, setBusy] = createSignal(false)
  const remove = async () => {
    const { installationId, channelId, slackUserId, rev } = props.role
    setBusy(true)
    try {
      await api.slack.setChannelRole.mutate({ installationId, channelId, slackUserId, role: null })
      feed.apply({ kind: 'slack.channelRoleRemoved', payload: { installationId, channelId, slackUserId, rev: rev + 1 } })
    } catch (thrown) {
      toasts.show(errorText(thrown), { tone: 'bad' })
      setBusy(false)
    }
  }
  return (
    <div class="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-sunken py-2 pr-4 pl-10 text-sm last:border-b-0">
      <span class="min-w-0 grow truncate">
        <span class="font-medium text-ink">{props.role.name}</span>{' '}
        <span class="text-ink-soft">counts as {ROLE_WORDS[props.role.role]} here</span>
      </span>
      <Show when={props.mayChange}>
        <Button size="small" look="quiet" busy={busy()} onClick={() => void remove()}>
          Take back<span class="sr-only"> what {props.role.name} counts as</span>
        </Button>
      </Show>
    </div>
  )
}
