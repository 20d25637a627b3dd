import { describe, expect, it } from 'vitest'
import { DEFAULT_PREFERENCES, NOTIFICATION_KINDS, type NotificationKind } from '@atrium/shared/chat/notification-preferences.ts'
import type { ChannelSummary, ChannelView } from '@atrium/shared/chat/views.ts'
import { newId, type ChannelId, type MemberId, type MessageId, type RoomId, type SpaceId } from '@atrium/shared/ids.ts'
import { isUnread, kindsOf, waysToNotify, type Heard, type Moment } from './notify.rules.ts'

const [me, ada, cy] = [newId<MemberId>(), newId<MemberId>(), newId<MemberId>()]
const [spaceId, otherSpaceId] = [newId<SpaceId>(), newId<SpaceId>()]
const [library, studio] = [newId<RoomId>(), newId<RoomId>()]
const space: ChannelView = { id: newId<ChannelId>(), kind: 'space', spaceId }
const room: ChannelView = { id: newId<ChannelId>(), kind: 'room', spaceId, roomId: library }
const mention: ChannelView = { id: newId<ChannelId>(), kind: 'mention', people: [me, ada] }
const nearby: ChannelView = { id: newId<ChannelId>(), kind: 'nearby', spaceId, people: [me, ada, cy] }
const root = newId<MessageId>()

type Patch = Partial<Omit<Heard, 'message'>> & { message?: Partial<Heard['message']> }
function heard({ message, ...patch }: Patch): Heard {
  const plain = { id: newId<MessageId>(), authorId: ada, text: 'hello', threadRootId: null, alsoInChannel: false, deletedAt: null, rev: 1 }
  const where = { channel: space, me, own: { spaceId, roomId: library }, author: { spaceId, roomId: library } }
  return { ...where, ...patch, message: { ...plain, ...message } }
}
const said = (text: string, patch: Patch = {}) => heard({ ...patch, message: { text } })
const reply = (patch: Partial<Heard['message']>, unreadFor: MemberId[] = []) =>
  heard({ unreadFor, message: { threadRootId: root, ...patch } })

describe('[CH6] why a message notifies somebody', () => {
  const CASES: [string, Heard, NotificationKind[]][] = [
    ['a word in a mention chat', heard({ channel: mention }), ['private']],
    ['a reply in a mention chat', heard({ channel: mention, unreadFor: [me], message: { threadRootId: root } }), ['private']],
    ['a word of who stands near', heard({ channel: nearby }), ['private']],
    ['their own, on whichever device', heard({ channel: mention, message: { authorId: me } }), []],
    ['an edit, a reaction, a file that arrived', heard({ channel: mention, message: { rev: 2 } }), []],
    ['one that was deleted', heard({ channel: mention, message: { deletedAt: 1 } }), []],
    ['a word to everyone in a space', said('hello'), ['place']],
    ['their name among others', said(`<@p:${me}> <@p:${cy}> look`), ['name']],
    ['the names of others', said(`<@p:${ada}> <@p:${cy}> look`), ['place']],
    ['their name in code', said(`\`<@p:${me}>\``), ['place']],
    ['@all', said('<@all> lunch', { own: undefined }), ['group']],
    ['@all and their name', said(`<@all> and <@p:${me}>`), ['name', 'group']],
    ['@here, and they are', said('<@here> lunch', { own: { spaceId, roomId: null } }), ['group']],
    ['@here, and they are in another space', said('<@here> lunch', { own: { spaceId: otherSpaceId, roomId: null } }), ['place']],
    ['@here, and they are in no space', said('<@here> lunch', { own: undefined }), ['place']],
    ['@room in the chat of their room', said('<@room> lunch', { channel: room, author: undefined }), ['group']],
    ['@room in the chat of another room', said('<@room> lunch', { channel: room, own: { spaceId, roomId: studio } }), ['place']],
    ['@room of an author in their room', said('<@room> lunch'), ['group']],
    ['@room of an author in another room', said('<@room> lunch', { author: { spaceId, roomId: studio } }), ['place']],
    [
      '@room of an author in no room',
      said('<@room> lunch', { own: { spaceId, roomId: null }, author: { spaceId, roomId: null } }),
      ['place'],
    ],
    ['a reply in a thread of theirs', reply({}, [me]), ['thread']],
    ['a reply that names them', reply({ text: `<@p:${me}> <@p:${cy}>` }, [me, cy]), ['name']],
    ['a reply in a thread of others', reply({}, [cy]), []],
    ['a reply with @all in a thread of others', reply({ text: '<@all>' }, [cy]), []],
    ['a reply of theirs to a thread, told to the channel too', reply({ alsoInChannel: true }, [me]), ['thread']],
    ['a reply to a thread of others, told to the channel too', reply({ alsoInChannel: true }, [cy]), ['place']],
    ['@all in a reply that is in the channel too', reply({ text: '<@all>', alsoInChannel: true }, [me]), ['group', 'thread']],
  ]
  it.each(CASES)('%s', (_, message, kinds) => expect(kindsOf(message)).toEqual(kinds))
})

describe('[CH6] how a message notifies somebody', () => {
  const NOON = Date.parse('2026-01-15T12:00Z')
  const moment = (patch: Partial<Moment>): Moment => ({
    ...{ kinds: ['private'], preferences: DEFAULT_PREFERENCES, status: 'available', nowMs: NOON, looking: 'away', ...patch },
  })
  const lunch = { ...DEFAULT_PREFERENCES, quietHours: { from: 13 * 60, until: 14 * 60, timeZone: 'Europe/Berlin' } }
  const soundless = { ways: { ...DEFAULT_PREFERENCES.ways, sound: [] }, quietHours: null }
  const mixed = { ways: { app: [], desktop: ['name' as const], sound: ['group' as const] }, quietHours: null }
  const CASES: [string, Partial<Moment>, string[]][] = [
    ['away from Atrium: every way they chose', {}, ['app', 'desktop', 'sound']],
    ['at another page of Atrium: not by the system', { looking: 'atrium' }, ['app', 'sound']],
    ['at that very chat: not at all', { looking: 'chat' }, []],
    ['on do not disturb: not at all', { status: 'dnd' }, []],
    ['busy: as ever', { status: 'busy' }, ['app', 'desktop', 'sound']],
    ['away: as ever', { status: 'away' }, ['app', 'desktop', 'sound']],
    ['in no space: as ever', { status: null }, ['app', 'desktop', 'sound']],
    ['in quiet hours: not at all', { preferences: lunch }, []],
    ['after quiet hours: as ever', { preferences: lunch, nowMs: NOON + 3_600_000 }, ['app', 'desktop', 'sound']],
    ['without a sound for it', { preferences: soundless }, ['app', 'desktop']],
    ['a reply in a thread: by default without a sound', { kinds: ['thread'] }, ['app', 'desktop']],
    ['everything else in a space: by default not at all', { kinds: ['place'] }, []],
    ['for two reasons: in the ways of both', { kinds: ['name', 'group'], preferences: mixed }, ['desktop', 'sound']],
    ['for no reason', { kinds: [] }, []],
  ]
  it.each(CASES)('%s', (_, patch, ways) => expect(waysToNotify(moment(patch))).toEqual(ways))

  it.each(NOTIFICATION_KINDS)('%s is chosen by itself', (kind) => {
    const only = { ways: { app: [kind], desktop: [], sound: [] }, quietHours: null }
    for (const other of NOTIFICATION_KINDS)
      expect(waysToNotify(moment({ kinds: [other], preferences: only }))).toEqual(other === kind ? ['app'] : [])
  })
})

it('[CH6, CH5] what was read meanwhile, here or elsewhere, is not unread', () => {
  const [before, message, after] = [1_000, 2_000, 3_000].map((ms) => newId<MessageId>(ms))
  const written = heard({ message: { id: message! } }).message
  const replied = heard({ message: { id: message!, threadRootId: root } }).message
  const summary: ChannelSummary = { channel: space, lastMessage: null, unread: 1, readUpTo: null, unreadReplies: [] }
  expect(isUnread(written, undefined)).toBe(false)
  expect(isUnread(written, summary)).toBe(true)
  expect(isUnread(written, { ...summary, readUpTo: before! })).toBe(true)
  expect(isUnread(written, { ...summary, readUpTo: message! })).toBe(false)
  expect(isUnread(written, { ...summary, readUpTo: after! })).toBe(false)
  expect(isUnread(replied, summary)).toBe(false)
  expect(isUnread(replied, { ...summary, unreadReplies: [{ id: message!, threadRootId: root }] })).toBe(true)
  expect(isUnread({ ...replied, alsoInChannel: true }, summary)).toBe(true)
})
