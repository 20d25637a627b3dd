import type { MessageAttachment } from '@slack/web-api'
import { inOrganization } from '@atrium/db/transaction.ts'
import type { Outcome } from '../../infra/deliveries/transport.ts'
import { slackFilesOfEntity } from '../files/slack-file.queries.ts'
import { escapeMrkdwn } from '../format/escape.ts'
import { SlackCallError } from '../slack-api.ts'
import { outcomeOfFailure } from './egress.rules.ts'
import type { Posting } from './slack-transport.ts'
import { waitForGate } from './wait-for-gate.ts'

const METHOD = 'files.info'

/**
 * Slack broadcasts words only: the files of a reply stand in its thread, where they have been shared before. So its words carry a link to
 * each, in an attachment, which is no part of what they say and stays when they are edited. Null for any other post.
 */
export async function linksToFiles(posting: Posting): Promise<MessageAttachment | null | Outcome> {
  const { services, scope, delivery, payload, token } = posting
  const isBroadcast = payload.to.kind === 'direct' && payload.to.thread?.broadcast
  if (!isBroadcast || delivery.entityId === null || (payload.part?.index ?? 0) > 0) return null
  const { entityId } = delivery
  const slackFileIds = await inOrganization(services.db, scope.organizationId, (tx) => slackFilesOfEntity(tx, scope, entityId))
  const links: { name: string; permalink: string }[] = []
  for (const file of slackFileIds) {
    const closed = await waitForGate(posting, METHOD)
    if (closed) return closed
    try {
      const { file: { title, name, permalink } = {} } = await services.slackApi.call(token, (client) => client.files.info({ file }))
      if (permalink) links.push({ name: title || name || 'a file', permalink })
    } catch (error) {
      if (!(error instanceof SlackCallError)) throw error
      // Deleted meanwhile, or not for this token to ask about: the words go without it.
      if (error.failure.kind === 'refused' || error.failure.kind === 'missing_scope') continue
      return outcomeOfFailure(error.failure, { method: METHOD, owner: payload.as.kind, repeatable: true })
    }
  }
  if (links.length === 0) return null
  const text = links.map(({ name, permalink }) => `<${permalink}|${escapeMrkdwn(name)}>`).join('\n')
  return { fallback: links.map(({ name }) => name).join(', '), text, mrkdwn_in: ['text'] }
}
