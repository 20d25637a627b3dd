import type { BridgeState } from '@atrium/shared/chat/views.ts'
import type { InstallationId } from '@atrium/shared/ids.ts'

/** Whom a message speaks to. Only what speaks to one other person has a mention chat, and with it a way to Slack (BR4). */
export type MentionKind = 'person' | 'oneself' | 'several' | 'all' | 'here' | 'room'

export interface LinkFacts {
  installationId: InstallationId
  slackUserId: string
  canPost: boolean
  preference: 'always' | 'when_inactive'
  /** How long what is written while they are active waits to be read in Atrium. */
  readingDelayMinutes: number
}
export interface BridgeFacts {
  kind: MentionKind
  sender: { kind: 'member' | 'visitor'; links: LinkFacts[] }
  recipient: {
    links: LinkFacts[]
    /** In a space now, and not away. */
    active: boolean
  }
  /** Where our app is installed and a message could wait at least. */
  installations: InstallationId[]
}

/** The way of a post. `laneKey` orders it among its like. */
export type PostRoute =
  /** With the sender's own token, in the direct message of the two (BR2). */
  | { route: 'as_sender'; installationId: InstallationId; laneKey: string; sender: string; recipient: string }
  /** By our bot, in a group direct message with the two (BR2). */
  | { route: 'group'; installationId: InstallationId; laneKey: string; sender: string; recipient: string }
  /** By our bot, in its direct message with the recipient (BR3). */
  | { route: 'bot'; installationId: InstallationId; laneKey: string; recipient: string }

/** Which way a message goes, if any. */
export type BridgePlan =
  | PostRoute
  | { route: 'none' }
  | { route: 'not_bridged'; reason: (BridgeState & { state: 'not_bridged' })['reason'] }
  /** It may be read in Atrium for so long; then it goes. `way`: as it would go now. */
  | { route: 'held'; delayMs: number; way: PostRoute }

export function planDelivery({ kind, sender, recipient, installations }: BridgeFacts): BridgePlan {
  if (kind !== 'person') return { route: 'none' }
  if (installations.length === 0) return { route: 'not_bridged', reason: 'no_workspace' }
  const pair = choosePair(sender.links, recipient.links, installations)
  if (!pair) return { route: 'not_bridged', reason: 'recipient_not_linked' }
  const way = wayOf(pair, sender.kind)
  const { preference, readingDelayMinutes } = pair.to
  return preference === 'when_inactive' && recipient.active ? { route: 'held', delayMs: readingDelayMinutes * 60_000, way } : way
}

/** Slack users who have to be linked when a post goes this way (BR10). */
export function linkedOn(way: PostRoute): string[] {
  return way.route === 'bot' ? [way.recipient] : [way.sender, way.recipient]
}

interface Pair {
  from: LinkFacts | null
  to: LinkFacts
}

function wayOf({ from, to: { installationId, slackUserId: recipient } }: Pair, senderKind: 'member' | 'visitor'): PostRoute {
  if (senderKind === 'visitor' || !from) return { route: 'bot', installationId, laneKey: `bot:${recipient}`, recipient }
  const two = [from.slackUserId, recipient].toSorted().join(':')
  const people = { installationId, sender: from.slackUserId, recipient }
  return from.canPost ? { route: 'as_sender', laneKey: `dm:${two}`, ...people } : { route: 'group', laneKey: `group:${two}`, ...people }
}

/** The workspace in which both are nearest to each other: one where the sender may write, else one where both are, else the recipient's first. */
function choosePair(from: LinkFacts[], to: LinkFacts[], installations: InstallationId[]): Pair | null {
  const pairs = to
    .filter((link) => installations.includes(link.installationId))
    .map((link): Pair => ({ to: link, from: from.find((other) => other.installationId === link.installationId) ?? null }))
  return pairs.find((pair) => pair.from?.canPost) ?? pairs.find((pair) => pair.from) ?? pairs[0] ?? null
}
