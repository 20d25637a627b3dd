/** A message in Slack. `threadTs`: its thread's first one, where that is known. */
export interface MessageAddress {
  channelId: string
  ts: string
  threadTs: string | null
}

const LINK = /^<?https?:\/\/[^\s/<>|]+\/archives\/([CDG][A-Z0-9]{2,30})\/p(\d{1,12})(\d{6})(\?[^\s<>|]*)?(?:\|[^<>]*)?>?$/

/** The address of a message, as Slack's *Copy link* gives it. Null for any other text. */
export function readPermalink(text: string): MessageAddress | null {
  const [, channelId, seconds, fraction, query] = LINK.exec(text.trim()) ?? []
  if (!channelId || !seconds || !fraction) return null
  const threadTs = new URLSearchParams((query ?? '').replaceAll('&amp;', '&')).get('thread_ts')
  return { channelId, ts: `${seconds}.${fraction}`, threadTs: threadTs !== null && /^\d{1,12}\.\d{6}$/.test(threadTs) ? threadTs : null }
}

/** A skin tone does not make it another one. */
export function isConversationEmoji(name: string, configured: string): boolean {
  return name.split('::')[0] === configured
}

export const CONVERSATION_SHORTCUT = 'make_conversation'

/** Why no conversation was made, in words for whoever wanted it. */
export const REFUSALS = {
  not_connected: 'Slack is not connected to Atrium any more. An owner or admin has to reconnect it.',
  not_in_channel: 'Atrium cannot read here. Invite it with `/invite @Atrium`, then try again.',
  direct: 'Direct messages stay with the people in them: no conversation is made of them.',
  not_yours: 'That message is in a private channel that you are not in.',
  gone: 'That message is not in Slack any more.',
  own: 'Atrium wrote that message itself. Choose one that somebody wrote.',
  unreadable: 'Nobody wrote that message: choose another one.',
  given_up: 'Slack could not be asked for that message. Try again later.',
} as const
export type Refusal = keyof typeof REFUSALS

export function linkTo(publicUrl: string, { id, number }: { id: string; number: number }): string {
  return `<${publicUrl}/inbox/${id}|#${number}>`
}

/** For whoever is no member, as far as Slack can tell. */
export function linkFirst(publicUrl: string): string {
  return `This is for people who work the inbox. Link your Slack account first: ${publicUrl}/settings/personal`
}
