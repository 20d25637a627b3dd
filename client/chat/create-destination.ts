import { createMemo, createSignal, type Accessor } from 'solid-js'
import { mentionTokensOf, resolveTypedMentions, type MentionGroup } from '@atrium/shared/chat/message-text.ts'
import { routeMessage } from '@atrium/shared/chat/route-message.ts'
import type { ChannelView } from '@atrium/shared/chat/views.ts'
import type { PersonId } from '@atrium/shared/ids.ts'
import type { ChatSpot } from './chat-spot.ts'
import type { Chat, MentionablePerson } from './chat-context.tsx'
import { otherOf } from './channel-title.ts'
import { noticeFor, type Destination } from './composer/notice.rules.ts'

interface Written {
  channel: () => ChannelView
  spot: ChatSpot
  draft: Accessor<string>
}

/** Follows what is being written: the text as it would be sent, and where it would go. */
export function createDestination(chat: Chat, { channel, spot, draft }: Written) {
  const [picked, setPicked] = createSignal<MentionablePerson[]>([])
  // Of several people with one name, the one picked from the list is meant.
  const people = createMemo(() => {
    const meant = new Map(picked().map((person) => [person.name, person.id]))
    return meant.size === 0
      ? chat.mentionable()
      : chat.mentionable().filter((person) => (meant.get(person.name) ?? person.id) === person.id)
  })
  const resolve = (text: string) => resolveTypedMentions(text, people())
  const text = () => (/[@＠<]/.test(draft()) ? resolve(draft()) : '')
  const destination = createMemo(() => destinationOf(chat, channel(), text()))
  return {
    resolve,
    /** Where the words would go; null while the chat they would go to is not there. */
    spot: (): ChatSpot | null => {
      const route = routeMessage({ text: text(), channel: channel(), authorId: chat.me() })
      return route.to === 'mention' ? mentionSpot(chat, route.personId) : spot
    },
    notice: () => (draft().trim() === '' ? null : noticeFor(destination(), { inThread: spot.threadRootId !== null })),
    onPicked: (person: MentionablePerson) => setPicked((all) => [...all.filter((known) => known.name !== person.name), person]),
  }
}

function mentionSpot(chat: Chat, personId: PersonId): ChatSpot | null {
  const found = Object.values(chat.feed.state.channels).find((summary) => otherOf(summary.channel, chat.me()) === personId)
  return found ? { channelId: found.channel.id, threadRootId: null } : null
}

function destinationOf(chat: Chat, channel: ChannelView, text: string): Destination {
  const route = routeMessage({ text, channel, authorId: chat.me() })
  if (route.to === 'mention') return mentionOf(chat, route.personId, false)
  const partner = otherOf(channel, chat.me())
  if (partner !== null) return mentionOf(chat, partner, true)
  const { groups, personIds } = mentionTokensOf(text)
  return {
    kind: 'channel',
    groups,
    groupsOff: !chat.groupMentions(),
    groupCount: countOf(chat, groups),
    people: personIds.filter((id) => id !== chat.me()).length,
  }
}

function mentionOf(chat: Chat, id: PersonId, already: boolean): Destination {
  const person = chat.feed.person(id)
  return { kind: 'mention', name: person?.name ?? 'they', already, reachesSlack: id === chat.me() ? 'no' : reachesSlack(chat, id) }
}

/** Who is linked is known of oneself and, to admins, of everybody. */
function reachesSlack(chat: Chat, id: PersonId): 'yes' | 'no' | 'if-linked' {
  const { installations, links } = chat.feed.state
  if (chat.feed.member(id) === undefined) return 'no'
  const active = Object.values(installations).filter((installation) => installation.state === 'active')
  if (active.length === 0) return 'no'
  return Object.values(links).some((link) => link.memberId === id) ? 'yes' : 'if-linked'
}

function countOf(chat: Chat, groups: readonly MentionGroup[]): number {
  const { spaceId, roomId } = chat.place()
  const people = new Set<string>()
  for (const group of groups) {
    if (group === 'all') chat.feed.activeMembers().forEach((member) => people.add(member.id))
    for (const presence of spaceId === null ? [] : chat.feed.presentIn(spaceId)) {
      if (group === 'here' || group === 'all' || (group === 'room' && presence.roomId === roomId)) people.add(presence.person.id)
    }
  }
  people.delete(chat.me())
  return people.size
}
