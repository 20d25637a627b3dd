import type { Tx } from '@atrium/db/transaction.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { InstallationId, PersonId } from '@atrium/shared/ids.ts'
import type { MessageRevision } from '@atrium/shared/realtime/change.ts'
import { REVISION_OPERATIONS, type RevisionPayload } from '../egress/revision-payload.ts'
import { slackNameOfEmoji } from '../format/emoji-names.ts'
import { bridgedShares } from './bridged-shares.queries.ts'
import { bridgedPosts, whereItWasWritten, writersIn, type Writer } from './bridged-posts.queries.ts'
import type { OwedRevision, OwingScope } from './owed.ts'

interface Reacted {
  message: MessageView
  revision: Extract<MessageRevision, { personId: PersonId }>
}
interface Standing {
  installationId: InstallationId
  laneKey: string
  target: RevisionPayload['target']
}

/**
 * A reaction goes to Slack as the person's own, where their link lets us. Where our bot writes for them, it reacts for them
 * too, as long as anybody stands behind it. It goes to the first of several posts, or
 * to the files of a message that is nothing else.
 */
export async function oweReaction(
  tx: Tx,
  { organizationId, nowMs }: OwingScope,
  { message, revision }: Reacted,
): Promise<OwedRevision | null> {
  const name = slackNameOfEmoji(revision.emoji)
  const standing = name === null ? null : await whereItStands(tx, organizationId, message)
  if (name === null || !standing) return null
  const { installationId, laneKey, target } = standing
  const others = message.reactions.find(({ emoji }) => emoji === revision.emoji)?.people.filter((id) => id !== revision.personId) ?? []
  const writers = await writersIn(tx, organizationId, { installationId, personIds: [revision.personId, ...others] })
  const [kind = '', ...users] = laneKey.split(':')
  const own = (id: PersonId): Writer | undefined =>
    writers.find(({ personId, slackUserId, canReact }) => personId === id && canReact && users.includes(slackUserId))
  const reactor = own(revision.personId)
  if (!reactor && (kind === 'dm' || others.some((id) => !own(id)))) return null
  const change = { kind: revision.kind === 'reactionAdded' ? 'react' : 'unreact', name } as const
  const payload: RevisionPayload = {
    as: reactor
      ? { kind: 'sender', memberId: revision.personId, slackUserId: reactor.slackUserId }
      : { kind: 'app', username: null, iconUrl: null },
    linked: users,
    target,
    messageId: message.id,
    change,
  }
  const lane = { transport: 'slack', scopeId: installationId, laneKey }
  // Nothing is shown beside a message for a reaction to it, so it carries none.
  const delivery = {
    organizationId,
    ...lane,
    operation: REVISION_OPERATIONS[change.kind],
    payload,
    entityKind: null,
    entityId: null,
    nowMs,
  }
  return { bridge: null, deliveries: [delivery] }
}

async function whereItStands(tx: Tx, organizationId: OwingScope['organizationId'], message: MessageView): Promise<Standing | null> {
  const written = message.source === 'slack' ? await whereItWasWritten(tx, organizationId, message.id) : null
  if (written) return { ...written, target: { channelId: written.channelId, ts: written.ts } }
  const carried = [...(await bridgedPosts(tx, organizationId, message.id)), ...(await bridgedShares(tx, organizationId, message.id))]
  const post = carried.find(({ state }) => state !== 'failed')
  return post ? { installationId: post.installationId, laneKey: post.laneKey, target: { deliveryId: post.deliveryId } } : null
}
