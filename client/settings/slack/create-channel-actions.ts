import type { SlackChannelView } from '@atrium/shared/slack/views.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { useFeed } from '../../realtime/feed.tsx'
import { useToasts } from '../../ui/toast.tsx'

/** What one can do with a channel, each told by a toast when it fails. */
export function createChannelActions(channel: () => SlackChannelView) {
  const { api } = useConnection()
  const feed = useFeed()
  const toasts = useToasts()
  const key = () => ({ installationId: channel().installationId, channelId: channel().channelId })
  const save = async (work: () => Promise<void>) => {
    try {
      await work()
    } catch (thrown) {
      toasts.show(errorText(thrown), { tone: 'bad' })
    }
  }
  const makeDefault = (channelId: string | null) =>
    save(async () => {
      const installation = await api.slack.setDefaultChannel.mutate({ installationId: channel().installationId, channelId })
      feed.apply({ kind: 'slack.installationChanged', payload: { installation } })
    })
  const unwatch = () =>
    save(async () => {
      const now = await api.slack.watchChannel.mutate({ ...key(), customerId: null })
      feed.apply({ kind: 'slack.channelChanged', payload: { channel: now } })
      toasts.show(`#${now.name} is no longer watched. Its conversations stay.`)
    })
  return { makeDefault, unwatch }
}
