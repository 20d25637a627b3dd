import type { MentionGroup } from '@atrium/shared/chat/message-text.ts'

/** Where a message would go if it were sent now, and whom it would call. */
export type Destination =
  | { kind: 'mention'; name: string; already: boolean; reachesSlack: 'yes' | 'no' | 'if-linked' }
  | { kind: 'channel'; groups: MentionGroup[]; groupsOff: boolean; groupCount: number; people: number }

export interface Notice {
  text: string
  /** It cannot be sent like this. */
  blocked?: true
  /** Above this many people the person is asked first (CH4). */
  confirm: boolean
}
export const CONFIRM_ABOVE = 20

/** What the composer says before a message, or a reply in a thread, is sent (CH3, CH4); null when there is nothing to say. */
export function noticeFor(destination: Destination, { inThread = false }: { inThread?: boolean } = {}): Notice | null {
  if (destination.kind === 'mention') return mentionNotice(destination, inThread)
  const { groups, groupCount, people } = destination
  if (groups.length > 0) {
    const called = groups.map((group) => `@${group}`).join(' and ')
    if (destination.groupsOff)
      return {
        text: `An admin has turned group mentions off. Take out ${called}, and mention people by name.`,
        confirm: false,
        blocked: true,
      }
    const text = `${called} notifies ${count(groupCount)}. Everybody in this chat can read it; it stays out of Slack.`
    return { text, confirm: groupCount > CONFIRM_ABOVE }
  }
  if (people > 1)
    return { text: `Everybody in this chat can read it; ${count(people)} are notified. It stays out of Slack.`, confirm: false }
  return null
}

function mentionNotice(destination: Extract<Destination, { kind: 'mention' }>, inThread: boolean): Notice | null {
  const first = destination.name.split(' ')[0] ?? destination.name
  const slack = { yes: `It also reaches ${first} in Slack.`, 'if-linked': `It also reaches ${first} in Slack, if linked.`, no: '' }[
    destination.reachesSlack
  ]
  // In the chat of the two this is plain already; only the way to Slack is news.
  if (destination.already) return slack === '' ? null : { text: slack, confirm: false }
  const leaves = inThread ? ' It goes to the chat of you two, not into this thread.' : ''
  return { text: `Only you and ${destination.name} will see this.${leaves} ${slack}`.trim(), confirm: false }
}

function count(people: number): string {
  return people === 1 ? '1 person' : `${people} people`
}
