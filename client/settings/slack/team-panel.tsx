import { createSignal, For, Show } from 'solid-js'
import type { SlackNotificationKind, SlackNotificationView } from '@atrium/shared/slack/notifications.ts'
import type { InstallationView } from '@atrium/shared/slack/views.ts'
import { createForm } from '../../identity/create-form.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { useFeed } from '../../realtime/feed.tsx'
import { Alert } from '../../ui/alert.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { ChannelPicker } from './channel-picker.tsx'
import type { Channels } from './create-channels.ts'

const KINDS: Record<SlackNotificationKind, { title: string; text: string; channel: string }> = {
  high_priority: {
    title: 'A conversation is of high priority',
    text: 'A card for each conversation that is high or urgent, from which members reply, assign, snooze and close.',
    channel: 'Channel for high priority',
  },
  teammate_mentioned: {
    title: 'Somebody is mentioned in a note',
    text: 'A card that calls whoever was mentioned. The note itself stays in Atrium.',
    channel: 'Channel for mentions in notes',
  },
}

/** What the team is told in Slack, and how it makes conversations there. */
export function TeamPanel(props: { installation: InstallationView; channels: Channels }) {
  return (
    <div class="flex flex-col gap-6">
      <For each={props.installation.notifications}>
        {(notification) => <Notification installation={props.installation} channels={props.channels} notification={notification} />}
      </For>
      <ConversationEmoji installation={props.installation} />
    </div>
  )
}

function Notification(props: { installation: InstallationView; channels: Channels; notification: SlackNotificationView }) {
  const { api } = useConnection()
  const feed = useFeed()
  const [error, setError] = createSignal('')
  const words = () => KINDS[props.notification.kind]
  const save = async (change: { on: boolean; channelId: string | null }) => {
    setError('')
    try {
      const { kind } = props.notification
      const installation = await api.slack.setNotification.mutate({ installationId: props.installation.id, kind, ...change })
      feed.apply({ kind: 'slack.installationChanged', payload: { installation } })
    } catch (thrown) {
      setError(errorText(thrown))
    }
  }
  const toggle = (box: HTMLInputElement) => {
    const { channelId } = props.notification
    void save({ on: box.checked, channelId }).finally(() => (box.checked = props.notification.on))
  }
  return (
    <section aria-label={words().title} class="flex max-w-md flex-col gap-3">
      <label class="flex items-start gap-2.5 text-sm">
        <input
          type="checkbox"
          class="mt-0.5 size-4 shrink-0 accent-accent"
          checked={props.notification.on}
          disabled={props.notification.channelId === null}
          onChange={(event) => toggle(event.currentTarget)}
        />
        <span>
          <span class="font-medium text-ink">{words().title}</span>
          <span class="block max-w-prose text-ink-soft">{words().text}</span>
        </span>
      </label>
      <ChannelPicker
        label={words().channel}
        channels={props.channels.open()}
        value={props.notification.channelId}
        onChoose={(channel) => void save({ on: true, channelId: channel.channelId })}
        error={error()}
      />
    </section>
  )
}

function ConversationEmoji(props: { installation: InstallationView }) {
  const { api } = useConnection()
  const feed = useFeed()
  const saving = createForm(
    async (value) => {
      const installation = await api.slack.setConversationEmoji.mutate({ installationId: props.installation.id, emoji: value('emoji') })
      feed.apply({ kind: 'slack.installationChanged', payload: { installation } })
    },
    errorText,
    ['emoji'],
  )
  return (
    <form aria-label="Emoji that makes a conversation" onSubmit={saving.submit} class="flex flex-col gap-2">
      <div class="flex flex-wrap items-start gap-2">
        <Field
          label="Emoji that makes a conversation"
          name="emoji"
          autocomplete="off"
          spellcheck={false}
          value={`:${props.installation.conversationEmoji}:`}
          class="min-w-0 grow basis-40 sm:max-w-56"
          error={saving.fieldError('emoji')}
        />
        <Button type="submit" class="mt-6.5 h-10" busy={saving.busy()}>
          Save
        </Button>
      </div>
      <p class="max-w-prose text-sm text-ink-soft">
        A linked member who puts it on a message makes a conversation of its thread. So do “Make a conversation” in the message’s menu, and
        mentioning the app in the thread.
      </p>
      <Show when={saving.error()}>
        <Alert tone="bad" text={saving.error()} />
      </Show>
    </form>
  )
}

/** For its heading. */
export function teamWords({ notifications }: InstallationView): string {
  const on = notifications.filter((notification) => notification.on).length
  if (on === 0) return 'nothing is told'
  return on === 1 ? '1 notification' : `${on} notifications`
}
