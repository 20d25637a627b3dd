import type { BridgeState } from '@atrium/shared/chat/views.ts'
import type { InstallationId } from '@atrium/shared/ids.ts'

/** Whom a message speaks to. Only what speaks to one other person has a mention chat, and with it a way to Slack (BR4). */
export type MentionKind = 'person' | 'oneself' | 'several' | 'all' | 'here' | 'room'

export interface LinkFacts {
  installationId: InstallationId
  slackUserId: string
  canPost: boolean
  /** Their grant lets us send files for them. */
  canShare: boolean
  preference: 'always' | 'when_inactive'
  /** How long what is written while they are active waits to be read in Atrium. */
  readingDelayMinutes: number
}
export interface BridgeFacts {
  kind: MentionKind
  hasFiles: boolean
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

export function planDelivery({ kind, hasFiles, sender, recipient, installations }: BridgeFacts): BridgePlan {
  if (kind !== 'person') return { route: 'none' }
  if (installations.length === 0) return { route: 'not_bridged', reason: 'no_workspace' }
  // Words and files go the same way, so that they stay together.
  const mayWrite = ({ canPost, canShare }: LinkFacts) => canPost && (canShare || !hasFiles)
  const pair = choosePair(pairsIn(installations, { from: sender.links, to: recipient.links, mayWrite }))
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
  /** The sender's own token may be used. */
  asSender: boolean
}

function wayOf({ from, to: { installationId, slackUserId: recipient }, asSender }: Pair, senderKind: 'member' | 'visitor'): PostRoute {
  if (senderKind === 'visitor' || !from) return { route: 'bot', installationId, laneKey: `bot:${recipient}`, recipient }
  const two = [from.slackUserId, recipient].toSorted().join(':')
  const people = { installationId, sender: from.slackUserId, recipient }
  return asSender ? { route: 'as_sender', laneKey: `dm:${two}`, ...people } : { route: 'group', laneKey: `group:${two}`, ...people }
}

/** The recipient's workspaces, each with the sender where they are in it too. */
function pairsIn(
  installations: InstallationId[],
  { from, to, mayWrite }: { from: LinkFacts[]; to: LinkFacts[]; mayWrite(link: LinkFacts): boolean },
): Pair[] {
  return to
    .filter((link) => installations.includes(link.installationId))
    .map((link): Pair => {
      const own = from.find((other) => other.installationId === link.installationId) ?? null
      return { to: link, from: own, asSender: own !== null && mayWrite(own) }
    })
}

/** The workspace in which both are nearest to each other: one where the sender may write, else one where both are, else the recipient's first. */
function choosePair(pairs: Pair[]): Pair | null {
  return pairs.find((pair) => pair.asSender) ?? pairs.find((pair) => pair.from) ?? pairs[0] ?? null
}
