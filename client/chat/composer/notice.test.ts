import { describe, expect, it } from 'vitest'
import { noticeFor } from './notice.rules.ts'

describe('what the composer says before a message is sent', () => {
  it('[CH3] tells that only the two will see it, and whether it reaches Slack', () => {
    const mention = { kind: 'mention', name: 'Ben Okafor', already: false } as const
    expect(noticeFor({ ...mention, reachesSlack: 'yes' })?.text).toBe(
      'Only you and Ben Okafor will see this. It also reaches Ben in Slack.',
    )
    expect(noticeFor({ ...mention, reachesSlack: 'no' })?.text).toBe('Only you and Ben Okafor will see this.')
  })
  it('[CH3] tells that a word to one person leaves the thread', () => {
    const mention = { kind: 'mention', name: 'Ben Okafor', already: false, reachesSlack: 'yes' } as const
    expect(noticeFor(mention, { inThread: true })?.text).toBe(
      'Only you and Ben Okafor will see this. It goes to the chat of you two, not into this thread. It also reaches Ben in Slack.',
    )
    expect(noticeFor({ ...mention, already: true }, { inThread: true })?.text).toBe('It also reaches Ben in Slack.')
  })
  it('[CH3] says nothing new in the chat of the two when nothing goes to Slack', () => {
    expect(noticeFor({ kind: 'mention', name: 'Ben Okafor', already: true, reachesSlack: 'no' })).toBeNull()
  })
  it('[CH4] counts whom a group mention calls and asks above 20', () => {
    expect(noticeFor({ kind: 'channel', groups: ['here'], groupsOff: false, groupCount: 20, people: 0 })).toMatchObject({
      confirm: false,
      text: expect.stringContaining('@here notifies 20 people'),
    })
    expect(noticeFor({ kind: 'channel', groups: ['all'], groupsOff: false, groupCount: 21, people: 0 })?.confirm).toBe(true)
    expect(noticeFor({ kind: 'channel', groups: ['room'], groupsOff: false, groupCount: 1, people: 0 })?.text).toContain('1 person')
  })
  it('[CH4] says nothing for an ordinary message', () =>
    expect(noticeFor({ kind: 'channel', groups: [], groupsOff: false, groupCount: 0, people: 0 })).toBeNull())
})

it('[CH4] nothing is sent that calls a group while group mentions are off, and the composer says why', () => {
  const destination = { kind: 'channel' as const, groupsOff: true, groupCount: 3, people: 1 }
  expect(noticeFor({ ...destination, groups: ['all', 'room'] })).toEqual({
    text: 'An admin has turned group mentions off. Take out @all and @room, and mention people by name.',
    confirm: false,
    blocked: true,
  })
  expect(noticeFor({ ...destination, groups: [] })).toBeNull()
})
