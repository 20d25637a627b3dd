import { createSignal, Show } from 'solid-js'
import type { InstallationView } from '@atrium/shared/slack/views.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { useFeed } from '../../realtime/feed.tsx'
import { Button } from '../../ui/button.tsx'
import { ChannelPicker } from './channel-picker.tsx'
import type { Channels } from './create-channels.ts'

/** Where what belongs to no other channel goes. Kept by its id, so that renaming it changes nothing. */
export function DefaultChannel(props: { installation: InstallationView; channels: Channels }) {
  const { api } = useConnection()
  const feed = useFeed()
  const [error, setError] = createSignal('')
  const choose = async (channelId: string | null) => {
    setError('')
    try {
      const installation = await api.slack.setDefaultChannel.mutate({ installationId: props.installation.id, channelId })
      feed.apply({ kind: 'slack.installationChanged', payload: { installation } })
    } catch (thrown) {
      setError(errorText(thrown))
    }
  }
  return (
    <div class="flex max-w-md flex-col gap-3">
      <ChannelPicker
        label="Channel for messages that belong to no other"
        channels={props.channels.open()}
        value={props.installation.defaultChannelId}
        onChoose={(channel) => void choose(channel.channelId)}
        error={error()}
      />
      <Show when={props.installation.defaultChannelId !== null}>
        <Button look="quiet" size="small" class="self-start" onClick={() => void choose(null)}>
          No default channel
        </Button>
      </Show>
    </div>
  )
}
