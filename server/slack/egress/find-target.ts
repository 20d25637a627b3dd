import { inOrganization } from '@atrium/db/transaction.ts'
import { findUploads } from '../files/slack-file.queries.ts'
import { SlackCallError } from '../slack-api.ts'
import { whereShared } from './find-share.ts'
import type { RevisionPayload } from './revision-payload.ts'
import { findRevised, type Revised } from './revision.queries.ts'
import type { Posting } from './slack-transport.ts'

/**
 * Where what is to be revised stands; null when it never arrived. Of shared files Slack may not have told yet: then it is asked, where
 * we may. @throws SlackCallError
 */
export async function findTarget(revising: Posting<RevisionPayload>): Promise<Revised | null> {
  const { services, scope, payload, context } = revising
  const known = await inOrganization(services.db, scope.organizationId, (tx) => findRevised(tx, scope, payload))
  const channel = context.directChannelId
  if (known || channel === null || !('deliveryId' in payload.target)) return known
  const [upload] = (await findUploads(services.db, scope, payload.target.deliveryId)).filter(({ spent }) => !spent)
  if (!upload) return null
  try {
    const shared = await whereShared(revising, { slackFileId: upload.slackFileId, channelId: channel })
    return shared?.ts ? { channel, ts: shared.ts, threadTs: shared.threadTs } : null
  } catch (error) {
    if (error instanceof SlackCallError && error.failure.kind === 'missing_scope') return null
    throw error
  }
}
