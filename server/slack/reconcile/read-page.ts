import { z } from 'zod'
import { storable } from '../ingress/storable-json.rules.ts'
import { noteGoneAccount } from '../link/note-gone-account.ts'
import { slackTokenOf } from '../secrets/slack-token.ts'
import { SlackCallError } from '../slack-api.ts'
import type { SlackServices } from '../slack-services.ts'
import type { ClaimedLook, Reader } from './claim-look.ts'
import type { Page, RawMessage } from './compare.rules.ts'
import { isLaterTs } from '../ingress/slack-ts.rules.ts'
import { justBefore, latestOf } from './reconcile.rules.ts'

export interface ReadPage {
  page: Page
  reader: Reader
  /** When the call was made: what happened since may be missing from the page. */
  askedAtMs: number
  /** How far the window has been read now. */
  at: string | null
  /** Nothing of the window is left to be read. */
  isLast: boolean
  got: number
  hasMore: boolean
}

const answerSchema = z.object({ messages: z.array(z.looseObject({ ts: z.string() })).nullish(), has_more: z.boolean().nullish() })

/**
 * Reads one page of the window, one call. Pages follow each other by time and not by cursor, so that a window can be gone on with
 * tomorrow or by another node. Null: nobody who may read there is left.
 * @throws SlackCallError
 */
export async function readPage(services: SlackServices, look: ClaimedLook): Promise<ReadPage | null> {
  for (const [index, reader] of look.readers.entries()) {
    const token = await slackTokenOf(services, {
      organizationId: look.target.organizationId,
      owner: reader.owner,
      reader: 'slack-reconcile',
    })
    if (token === null) continue
    try {
      return await readAs(services, look, { reader, token })
    } catch (error) {
      const isDead = error instanceof SlackCallError && error.failure.kind === 'dead_token'
      if (isDead && !reader.isBot) await noteGoneAccount(services, { ...look.target, ...reader, token, failure: error.failure })
      if (!isDead || reader.isBot || index === look.readers.length - 1) throw error
    }
  }
  return null
}

async function readAs(services: SlackServices, look: ClaimedLook, { reader, token }: { reader: Reader; token: string }): Promise<ReadPage> {
  const { target, pass, pace } = look
  const { channelId: channel, threadTs } = target
  const asked = { reader, askedAtMs: services.clock.now() }
  if (threadTs === null) {
    // The second look at what was missing goes beyond its window, for whether older messages are still there.
    const bounds = { ...(pass.isConfirming ? {} : { oldest: pass.from }), ...(pass.at ? { latest: pass.at } : {}) }
    const answer = await services.slackApi.call(token, (client) =>
      client.conversations.history({ channel, limit: pace.page, include_all_metadata: true, ...bounds }),
    )
    return { ...historyPage(answerSchema.parse(storable(answer)), look), ...asked }
  }
  const oldest = pass.at ?? pass.from
  const answer = await services.slackApi.call(token, (client) =>
    client.conversations.replies({ channel, ts: threadTs, oldest, limit: pace.page, include_all_metadata: true }),
  )
  return { ...threadPage(answerSchema.parse(storable(answer)), look), ...asked }
}

type Answer = z.infer<typeof answerSchema>

/** Newest first, so that the next page ends where this one begins. */
function historyPage({ messages, has_more }: Answer, { pass }: ClaimedLook): Omit<ReadPage, 'reader' | 'askedAtMs'> {
  const sorted = sort(messages ?? [])
  const [oldest] = sorted
  const hasMore = (has_more ?? false) && oldest !== undefined
  const after = hasMore ? latestOf(oldest.ts, pass.from) : pass.from
  const upTo = pass.at === null ? null : justBefore(pass.at)
  const page = { messages: sorted, after, upTo, hasOlder: hasMore }
  return { page, at: oldest?.ts ?? pass.at, isLast: !hasMore || after === pass.from, got: sorted.length, hasMore }
}

/** Oldest first, with the root before the first of them whatever the window. */
function threadPage({ messages, has_more }: Answer, { target, pass }: ClaimedLook): Omit<ReadPage, 'reader' | 'askedAtMs'> {
  const sorted = sort(messages ?? [])
  const from = pass.at ?? pass.from
  const last = sorted.at(-1)
  const hasMore = (has_more ?? false) && last !== undefined && last.ts !== target.threadTs && isLaterTs(last.ts, from)
  const hasRoot = sorted.some(({ ts }) => ts === target.threadTs)
  const page = { messages: sorted, after: from, upTo: hasMore ? last.ts : null, hasOlder: hasRoot }
  return { page, at: last?.ts ?? from, isLast: !hasMore, got: sorted.length, hasMore: has_more ?? false }
}

function sort(messages: RawMessage[]): RawMessage[] {
  return messages.toSorted((one, other) => (isLaterTs(one.ts, other.ts) ? 1 : -1))
}
