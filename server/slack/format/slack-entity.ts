import { unescapeMrkdwn, withoutGuards } from './escape.ts'
import type { Run } from './rich-document.ts'

/** Who and what a message from Slack names: Slack sends ids. */
export interface SlackNames {
  /** A linked person's id, or how Slack calls an unlinked one. */
  personOfSlackUser(userId: string): { readonly personId: string } | { readonly name: string } | undefined
  nameOfChannel(channelId: string): string | undefined
}

/**
 * What stands between `<` and `>` in a message's text, as it is shown.
 * @see https://docs.slack.dev/messaging/formatting-message-text/#advanced
 */
export function readEntity(entity: string, names: SlackNames): Run[] {
  const content = entity.slice(1, -1)
  const separator = content.indexOf('|')
  const target = separator === -1 ? content : content.slice(0, separator)
  const label = separator === -1 ? '' : withoutGuards(unescapeMrkdwn(content.slice(separator + 1)))
  if (target.startsWith('@')) return [slackUserRun({ userId: target.slice(1), label }, names)]
  if (target.startsWith('#')) return [textRun(`#${label || names.nameOfChannel(target.slice(1)) || 'channel'}`)]
  if (target.startsWith('!')) return [specialRun(target.slice(1), label)]
  const url = unescapeMrkdwn(target)
  if (!isLinkTarget(url)) return [textRun(unescapeMrkdwn(entity))]
  return [{ text: label || url.replace(/^(?:mailto|tel):/i, ''), marks: [], url }]
}

/** A linked person as a mention, anybody else as `@name`. */
export function slackUserRun(user: { userId: string; label: string }, names: SlackNames): Run {
  const person = names.personOfSlackUser(user.userId)
  if (person && 'personId' in person) return { text: '', marks: [], mention: { kind: 'person', id: person.personId } }
  return textRun(`@${(person?.name ?? user.label.replace(/^@/, '')) || 'someone'}`)
}

export function isLinkTarget(url: string): boolean {
  return /^(?:https?:\/\/|mailto:|tel:)[^\s<>]+$/i.test(url)
}

/** `!here`, `!subteam^S1|@team`, `!date^1392734382^{date}^https://…|18 February`. */
function specialRun(command: string, label: string): Run {
  const [name = '', , , url] = command.split('^')
  if (name === 'here' || name === 'channel' || name === 'everyone') return textRun(`@${name}`)
  if (name === 'subteam') return textRun(label === '' ? '@group' : `@${label.replace(/^@/, '')}`)
  const target = unescapeMrkdwn(url ?? '')
  return name === 'date' && isLinkTarget(target) ? { ...textRun(label || target), url: target } : textRun(label || name)
}

function textRun(text: string): Run {
  return { text, marks: [] }
}
