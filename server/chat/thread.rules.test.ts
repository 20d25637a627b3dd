import { expect, it } from 'vitest'
import { newId, type ChannelId, type MemberId, type MessageId, type SpaceId } from '@atrium/shared/ids.ts'
import type { ChannelView } from '@atrium/shared/chat/views.ts'
import { assertMayBeAnswered } from './thread.rules.ts'

const channel: ChannelView = { id: newId<ChannelId>(), kind: 'space', spaceId: newId<SpaceId>() }
const root = { id: newId<MessageId>(), channelId: channel.id, threadRootId: null, isDeleted: false, thread: null }
const thread = { replies: 1, lastReplyAt: 1, people: [newId<MemberId>()] }

it('[CH1] a thread begins under any message of its channel that stands and is no reply', () => {
  expect(assertMayBeAnswered(root, channel)).toBe(root)
  expect(() => assertMayBeAnswered(undefined, channel)).toThrow('not here')
  expect(() => assertMayBeAnswered({ ...root, channelId: newId<ChannelId>() }, channel)).toThrow('not here')
  expect(() => assertMayBeAnswered({ ...root, threadRootId: newId<MessageId>() }, channel)).toThrow('no thread of its own')
  expect(() => assertMayBeAnswered({ ...root, isDeleted: true }, channel)).toThrow('deleted')
  expect(assertMayBeAnswered({ ...root, isDeleted: true, thread }, channel).id).toBe(root.id)
})
