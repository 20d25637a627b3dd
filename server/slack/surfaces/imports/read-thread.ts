import { z } from 'zod'
import type { InstallationId, OrganizationId } from '@atrium/shared/ids.ts'
import { slackTokenOf } from '../../secrets/slack-token.ts'
import { SlackCallError } from '../../slack-api.ts'
import type { SlackServices } from '../../slack-services.ts'
import type { Refusal } from './import.rules.ts'

/** A message as Slack's history has it. */
export interface RawMessage {
  ts: string
  thread_ts?: string | undefined
  [field: string]: unknown
}

/** It cannot be, and asking again will not help. */
export class ImportRefused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(`no conversation: ${refusal}`)
    this.name = 'ImportRefused'
    this.refusal = refusal
  }
}

/** Slack's answers for one workspace. @throws ImportRefused, SlackCallError */
export interface ThreadReader {
  /** What the channel is called for people. It has to be one, and one that our bot is in. */
  placeOf(channelId: string): Promise<{ place: string; isPrivate: boolean }>
  isMember(channelId: string, slackUserId: string): Promise<boolean>
  /** Its first message and those after `after`, oldest first; all of a reply alone is that reply. */
  read(channelId: string, ts: string, after: string | null): Promise<{ messages: RawMessage[]; hasMore: boolean }>
}

/** In Slack's own small pages for apps that it restricts; it gives fewer then. */
const PAGE = 200
/** Of the members of a private channel, two thousand. */
const MOST_MEMBER_PAGES = 2
const MEMBERS_PAGE = 1_000

const answer = z.object({
  messages: z.array(z.looseObject({ ts: z.string(), thread_ts: z.string().optional() })).nullish(),
  has_more: z.boolean().nullish(),
})

const NOT_READABLE = ['channel_not_found', 'not_in_channel', 'missing_scope']
const GONE = ['thread_not_found', 'message_not_found']

/** Null: the workspace is not connected. */
export async function createThreadReader(
  services: SlackServices,
  { organizationId, installationId }: { organizationId: OrganizationId; installationId: InstallationId },
): Promise<ThreadReader | null> {
  const owner = { kind: 'installation', id: installationId } as const
  const token = await slackTokenOf(services, { organizationId, owner, reader: 'slack-surfaces' })
  if (token === null) return null
  const call: typeof services.slackApi.call = (_token, work) => services.slackApi.call(token, work).catch(refuseFor)
  return {
    async placeOf(channelId) {
      const { channel } = await call(token, (client) => client.conversations.info({ channel: channelId }))
      if (!channel || channel.is_im || channel.is_mpim) throw new ImportRefused('direct')
      if (!channel.is_member) throw new ImportRefused('not_in_channel')
      return { place: `#${channel.name ?? channelId}`, isPrivate: channel.is_private ?? false }
    },
    async isMember(channelId, slackUserId) {
      let cursor: string | undefined
      for (let page = 0; page < MOST_MEMBER_PAGES; page += 1) {
        const given = { channel: channelId, limit: MEMBERS_PAGE, ...(cursor ? { cursor } : {}) }
        const { members, response_metadata: next } = await call(token, (client) => client.conversations.members(given))
        if (members?.includes(slackUserId)) return true
        cursor = next?.next_cursor
        if (!cursor) return false
      }
      return false
    },
    async read(channelId, ts, after) {
      const given = { channel: channelId, ts, limit: PAGE, ...(after === null ? {} : { oldest: after }) }
      const read = answer.parse(await call(token, (client) => client.conversations.replies(given)))
      return { messages: read.messages ?? [], hasMore: read.has_more ?? false }
    },
  }
}

function refuseFor(error: unknown): never {
  if (error instanceof SlackCallError) {
    const { error: name, kind } = error.failure
    if (NOT_READABLE.includes(name) || kind === 'missing_scope') throw new ImportRefused('not_in_channel')
    if (GONE.includes(name)) throw new ImportRefused('gone')
    if (kind === 'dead_token') throw new ImportRefused('not_connected')
  }
  throw error
}
