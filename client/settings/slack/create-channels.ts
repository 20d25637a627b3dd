import { createMemo, createSignal } from 'solid-js'
import type { InstallationId } from '@atrium/shared/ids.ts'
import { slackChannelKey } from '@atrium/shared/realtime/apply-change.ts'
import type { SlackChannelView } from '@atrium/shared/slack/views.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { useFeed } from '../../realtime/feed.tsx'
import { createQuery } from '../parts/create-query.ts'
import { sortChannels } from './channel.rules.ts'

/** The channels of one workspace, kept current by the feed; its name decides the order, watched ones first. */
export function createChannels(installationId: InstallationId) {
  const { api } = useConnection()
  const feed = useFeed()
  const [refreshing, setRefreshing] = createSignal(false)
  const [refreshError, setRefreshError] = createSignal('')
  const take = (channels: SlackChannelView[]) =>
    feed.update((draft) => {
      for (const [key, channel] of Object.entries(draft.slackChannels))
        if (channel.installationId === installationId) delete draft.slackChannels[key]
      for (const channel of channels) draft.slackChannels[slackChannelKey(channel)] = channel
    })
  const query = createQuery(async () => {
    take((await api.slack.listChannels.query({ installationId })).channels)
    return true
  })
  // A workspace may have thousands, and each line asks.
  const all = createMemo(() =>
    sortChannels(Object.values(feed.state.slackChannels).filter((channel) => channel.installationId === installationId)),
  )
  const open = createMemo(() => all().filter((channel) => !channel.isArchived))
  return {
    all,
    /** Where somebody may post: none that is archived. */
    open,
    error: query.error,
    loading: () => query.loading() && all().length === 0,
    refreshing,
    refreshError,
    reload: query.reload,
    /** Asks Slack anew: what was created, renamed, or where the app was invited. */
    async refresh() {
      setRefreshing(true)
      setRefreshError('')
      try {
        await api.slack.refreshChannels.mutate({ installationId })
        await query.reload()
      } catch (thrown) {
        setRefreshError(errorText(thrown))
      } finally {
        setRefreshing(false)
      }
    },
  }
}
export type Channels = ReturnType<typeof createChannels>
