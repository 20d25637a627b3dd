import { z } from 'zod'
import { postMessage } from '../actions/post-message.ts'
import { presentFile } from '../present/present-file.ts'
import { SlackError } from '../world/slack-error.ts'
import type { Channel, StoredFile } from '../world/types.ts'
import { jsonList, list, text } from './arguments.ts'
import { authorOf } from './author-of.ts'
import { customIdentity, identityArgs } from './chat-post-message.ts'
import { method, type Call } from './method.ts'
import { checkContent, contentArgs } from './post-content.ts'
import { isReadOnlyFor, ownChannel } from './writable-channel.ts'

const entry = z.object({ id: z.string(), title: z.string().optional() })

/** @throws SlackError `file_not_found` until the bytes have been sent */
function completeFile(call: Call, given: unknown): StoredFile {
  const parsed = entry.safeParse(given)
  const file = call.world.files.get(parsed.data?.id ?? '')
  if (!parsed.success || !file || file.userId !== call.caller.userId || file.state !== 'uploaded') throw new SlackError('file_not_found')
  file.title = parsed.data.title ?? file.title
  return file
}

/** Shared a moment later, as in Slack: the answer does not say where. @see https://docs.slack.dev/reference/methods/files.completeUploadExternal */
export const filesCompleteUploadExternal = method({
  name: 'files.completeUploadExternal',
  errors: ['channel_not_found', 'file_not_found', 'invalid_blocks', 'not_in_channel', 'posting_to_channel_denied'],
  scopes: ['files:write'],
  args: z.object({
    files: jsonList('invalid_arguments'),
    channel_id: text.optional(),
    channels: list.optional(),
    thread_ts: text.optional(),
    initial_comment: text.optional(),
    blocks: contentArgs.blocks,
    ...identityArgs,
  }),
  run(call, args) {
    const { world, caller } = call
    const identity = customIdentity(call, args)
    const targets = [...(args.channel_id ? [args.channel_id] : []), ...(args.channels ?? [])].map((id): Channel => ownChannel(call, id))
    if (targets.some((channel) => channel.isArchived || isReadOnlyFor(call, channel))) throw new SlackError('posting_to_channel_denied')
    const content =
      args.blocks === undefined
        ? { text: args.initial_comment ?? '' }
        : checkContent({ text: args.initial_comment, blocks: args.blocks }, 40_000)
    const files = args.files.map((given) => completeFile(call, given))
    for (const file of files) file.state = 'complete'
    const share = () => {
      for (const channel of targets) {
        const threadTs = args.thread_ts && channel.messages.has(args.thread_ts) ? { threadTs: args.thread_ts } : {}
        postMessage(world, channel, {
          author: authorOf(caller),
          ...content,
          ...identity,
          ...threadTs,
          subtype: 'file_share',
          fileIds: files.map(({ id }) => id),
        })
      }
    }
    world.clock.schedule(world.settings.file_share_delay_ms, share)
    return { files: files.map((file) => presentFile(world, file)) }
  },
})
