import fc from 'fast-check'
import { expect, it } from 'vitest'
import { newId, type ChannelId, type PersonId, type SpaceId } from '../ids.ts'
import { resolveTypedMentions } from './message-text.ts'
import { spaceChannelOf } from './place-channel.ts'
import { noticeOf, routeMessage } from './route-message.ts'
import type { ChannelView } from './views.ts'

const [ada, ben, cy] = [newId<PersonId>(), newId<PersonId>(), newId<PersonId>()]
const people = [
  { id: ada, name: 'Ada Lindqvist' },
  { id: ben, name: 'Ben Okafor' },
  { id: cy, name: 'Cy' },
]
const space = spaceChannelOf(newId<SpaceId>())
const chat: ChannelView = { id: newId<ChannelId>(), kind: 'mention', people: [ada, ben] }
const route = (typed: string, channel: ChannelView = space) =>
  routeMessage({ text: resolveTypedMentions(typed, people), channel, authorId: ada })

it.each(['@Ben are you in?', 'are you in, @ben okafor?', '@Ben @Ben ＠Ben', '**@Ben**'])(
  '[CH3] %s belongs to the mention chat of the two',
  (typed) => {
    expect(route(typed)).toEqual({ to: 'mention', personId: ben, reason: 'one_person', bridged: true })
  },
)

it.each([
  ['good morning', 'no_mention'],
  ['@all lunch', 'group'],
  ['@here lunch', 'group'],
  ['@room lunch', 'group'],
  ['@Ben and @all', 'group'],
  ['@Ben and @Cy', 'several_people'],
  ['@Ada and @Ben', 'several_people'],
  ['@Ada buys milk', 'oneself'],
  ['`@Ben`', 'no_mention'],
  ['mail ada@example.org', 'no_mention'],
])('[CH4] %s stays in the channel and never goes to Slack: %s', (typed, reason) => {
  expect(route(typed)).toEqual({ to: 'channel', reason, bridged: false })
})

it('[CH3] what is written in a mention chat stays there, whomever it mentions', () => {
  for (const typed of ['hello', '@Ben hello', '@Cy knows', '@all hello', '@Ada']) {
    expect(route(typed, chat)).toEqual({ to: 'channel', reason: 'mention_chat', bridged: true })
  }
})

it('[CH3] the composer says who will see it', () => {
  const notice = (typed: string) => noticeOf(route(typed), (id) => people.find((person) => person.id === id)?.name)
  expect(notice('@Ben hello')).toBe('Only you and Ben Okafor will see this.')
  expect(notice('@all hello')).toBe('Everyone here will see this. It does not go to Slack.')
  expect(notice('@Ada')).toBe('You mention only yourself: everyone here will see this.')
  expect(notice('hello')).toBeNull()
})

it('[CH3] [CH4] only a message that mentions exactly one other person, and no group, leaves its channel', () => {
  const token = fc.constantFrom(`<@p:${ada}>`, `<@p:${ben}>`, `<@p:${cy}>`, '<@all>', '<@here>', '<@room>', 'word')
  fc.assert(
    fc.property(fc.array(token), (tokens) => {
      const called = new Set(tokens.filter((text) => text !== 'word'))
      const [only] = called
      const leaves = called.size === 1 && only !== `<@p:${ada}>` && only?.startsWith('<@p:')
      expect(routeMessage({ text: tokens.join(' '), channel: space, authorId: ada }).to).toBe(leaves ? 'mention' : 'channel')
    }),
  )
})
