import type { Tx } from '@atrium/db/transaction.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { InstallationId, OrganizationId } from '@atrium/shared/ids.ts'
import type { Addressed } from '../egress/post-payload.ts'
import type { RevisionPayload } from '../egress/revision-payload.ts'
import { whereItWasWritten, writersIn } from './bridged-posts.queries.ts'
import { readFacts } from './facts.queries.ts'

/** What somebody wrote in Slack, where nobody's token but their own can change it. */
export interface OwnWords {
  installationId: InstallationId
  laneKey: string
  target: RevisionPayload['target']
  /** Of a post that goes on where theirs ends; null when the other person is not linked any more. */
  payload: Addressed | null
  as: RevisionPayload['as']
  linked: string[]
}

/** Null for what was written in Atrium, for what is gone from Slack, and when their link does not let us write for them. */
export async function ownWords(tx: Tx, organizationId: OrganizationId, message: MessageView): Promise<OwnWords | null> {
  const at = message.source === 'slack' ? await whereItWasWritten(tx, organizationId, message.id) : null
  if (!at) return null
  const { installationId, laneKey, channelId, ts, threadTs } = at
  const [author] = await writersIn(tx, organizationId, { installationId, personIds: [message.authorId] })
  if (!author?.canPost) return null
  const { slackUserId } = author
  const as = { kind: 'sender', memberId: message.authorId, slackUserId } as const
  const facts = await readFacts(tx, organizationId, { messages: [message] })
  const other = facts.peopleOf(message.channelId)?.find((id) => id !== message.authorId)
  const link = other && facts.linksOf(other).find((one) => one.installationId === installationId)
  const to = { kind: 'channel', channelId, threadTs } as const
  const payload = link ? { as, to, linked: [slackUserId, link.slackUserId], mentionChannelId: null } : null
  return { installationId, laneKey, target: { channelId, ts }, payload, as, linked: [slackUserId] }
}
