import type { PersonId } from '../ids.ts'
import { mentionTokensOf } from './message-text.ts'
import type { ChannelView } from './views.ts'

/** Where a message goes, why, and whether it may go on to Slack from there. */
export type MessageRoute =
  | { to: 'mention'; personId: PersonId; reason: 'one_person'; bridged: true }
  /** It is written in a mention chat already, and stays there whomever it mentions. */
  | { to: 'channel'; reason: 'mention_chat'; bridged: true }
  | { to: 'channel'; reason: 'no_mention' | 'group' | 'several_people' | 'oneself'; bridged: false }

/**
 * The one decision about where a message belongs, made alike by the composer before it is sent and by the server when it
 * comes: what mentions exactly one other person, once or more, belongs to the mention chat of the two (CH3); all else stays
 * in the channel it is written in (CH4). `text` holds mention tokens; see message-text.ts.
 */
export function routeMessage({ text, channel, authorId }: { text: string; channel: ChannelView; authorId: PersonId }): MessageRoute {
  if (channel.kind === 'mention') return { to: 'channel', reason: 'mention_chat', bridged: true }
  const { personIds, groups } = mentionTokensOf(text)
  if (groups.length > 0) return { to: 'channel', reason: 'group', bridged: false }
  if (personIds.length > 1) return { to: 'channel', reason: 'several_people', bridged: false }
  const [personId] = personIds as PersonId[]
  if (!personId) return { to: 'channel', reason: 'no_mention', bridged: false }
  if (personId === authorId) return { to: 'channel', reason: 'oneself', bridged: false }
  return { to: 'mention', personId, reason: 'one_person', bridged: true }
}

/** What the composer says before the message is sent; null when there is nothing to say. */
export function noticeOf(route: MessageRoute, nameOf: (personId: PersonId) => string | undefined): string | null {
  if (route.to === 'mention') return `Only you and ${nameOf(route.personId) ?? 'the person you mention'} will see this.`
  if (route.reason === 'group' || route.reason === 'several_people') return 'Everyone here will see this. It does not go to Slack.'
  if (route.reason === 'oneself') return 'You mention only yourself: everyone here will see this.'
  return null
}
