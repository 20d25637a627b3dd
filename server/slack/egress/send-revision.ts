import type { Block, KnownBlock } from '@slack/web-api'
import { inOrganization } from '@atrium/db/transaction.ts'
import type { Outcome } from '../../infra/deliveries/transport.ts'
import { SlackCallError } from '../slack-api.ts'
import { isAuthorGone, UNLINKED } from './author-gone.ts'
import { outcomeOfFailure, permalinkOf } from './egress.rules.ts'
import { REVISION_OPERATIONS, type RevisionPayload } from './revision-payload.ts'
import { findTarget } from './find-target.ts'
import { markGone, type Revised } from './revision.queries.ts'
import { sendUnshare } from './send-unshare.ts'
import type { Posting } from './slack-transport.ts'
import type { WorkspaceUrls } from './workspace-urls.ts'

type Revising = Posting<RevisionPayload>

const NOT_IN_SLACK = 'it is not in Slack'

/** Slack says so when it has been done already, or when what it is done to is gone. */
const DONE_ALREADY = ['message_not_found', 'already_reacted', 'no_reaction']

/** Makes the one call, and any number of times when its answer is lost: doing it again does nothing. */
export async function sendRevision(revising: Revising, urls: WorkspaceUrls): Promise<Outcome> {
  const { services, scope, payload } = revising
  const { change } = payload
  if (change.kind === 'unshare') return sendUnshare(revising, urls)
  try {
    const at = await findTarget(revising)
    if (!at) return { kind: 'dropped', reason: NOT_IN_SLACK }
    // Before Slack can tell of it: so it is not taken for somebody's wish.
    if (change.kind === 'delete') await inOrganization(services.db, scope.organizationId, (tx) => markGone(tx, scope.organizationId, [at]))
    const editedTs = await call(revising, at, change)
    const permalink = permalinkOf(await urls.urlOf(revising), at)
    return { kind: 'sent', result: { channel: at.channel, ts: at.ts, editedTs, permalink } }
  } catch (error) {
    if (!(error instanceof SlackCallError)) throw error
    if (await isAuthorGone(revising, error.failure)) return { kind: 'dropped', reason: UNLINKED }
    return outcomeOfFailure(error.failure, { method: REVISION_OPERATIONS[change.kind], owner: payload.as.kind, repeatable: true })
  }
}

/** @returns Slack's time of the edit, where it is one. @throws SlackCallError */
async function call(
  revising: Revising,
  at: Revised,
  change: Exclude<RevisionPayload['change'], { kind: 'unshare' }>,
): Promise<string | null> {
  const { as } = revising.payload
  try {
    if (change.kind === 'update') return await update(revising, at, change)
    await act(revising, at, change)
  } catch (error) {
    if (!(error instanceof SlackCallError)) throw error
    if (DONE_ALREADY.includes(error.failure.error)) return null
    const { failure } = error
    // What our bot posted under somebody's name cannot always be deleted; its words can go.
    if (change.kind !== 'delete' || as.kind !== 'app' || failure.error !== 'cant_delete_message') throw error
    await update(revising, at, { text: '_This message was deleted._', blocks: null })
  }
  return null
}

async function update(
  { services, token }: Revising,
  { channel, ts }: Revised,
  { text, blocks }: { text: string; blocks: Record<string, unknown>[] | null },
): Promise<string | null> {
  const content = blocks ? { text, blocks: blocks as unknown as (Block | KnownBlock)[] } : { text, blocks: [] }
  const answer = await services.slackApi.call(token, (client) => client.chat.update({ channel, ts, ...content }))
  const { edited } = (answer.message ?? {}) as { edited?: { ts?: string } }
  return edited?.ts ?? null
}

async function act(
  { services, token }: Revising,
  { channel, ts }: Revised,
  change: Exclude<RevisionPayload['change'], { kind: 'update' | 'unshare' }>,
): Promise<void> {
  await services.slackApi.call(token, async (client): Promise<unknown> => {
    if (change.kind === 'delete') return client.chat.delete({ channel, ts })
    const reaction = { channel, timestamp: ts, name: change.name }
    return change.kind === 'react' ? client.reactions.add(reaction) : client.reactions.remove(reaction)
  })
}
