import { z } from 'zod'
import { text } from './arguments.ts'
import { method } from './method.ts'
import { messageIn, visibleChannel } from './require-scope.ts'

/** Points at the sandbox's own page, with the path Slack's permalinks have. @see https://docs.slack.dev/reference/methods/chat.getPermalink */
export const chatGetPermalink = method({
  name: 'chat.getPermalink',
  errors: ['channel_not_found', 'message_not_found'],
  args: z.object({ channel: text, message_ts: text }),
  run(call, args) {
    const channel = visibleChannel(call, args.channel)
    const message = messageIn(channel, args.message_ts)
    const thread = message.threadTs ? `?thread_ts=${message.threadTs}&cid=${channel.id}` : ''
    const permalink = `${call.world.baseUrl}/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`
    return { channel: channel.id, permalink }
  },
})
