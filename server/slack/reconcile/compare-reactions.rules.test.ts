import { describe, expect, it } from 'vitest'
import { compareReactions, type KnownReactions } from './compare-reactions.rules.ts'

const at = { sinceTs: '100.000000', seenTs: '900.000000' }
const told = (...standing: [userId: string, name: string][]): KnownReactions => ({
  userIds: ['U1', 'U2'],
  standing: standing.map(([userId, name]) => ({ ts: '200.000000', userId, name })),
})
const found = (reactions: unknown, known: KnownReactions, ts = '200.000000') =>
  compareReactions([{ ts, ...(reactions === undefined ? {} : { reactions }) }], known, at).map(
    ({ userId, name, present }) => `${userId} ${present ? 'gave' : 'took'} ${name}`,
  )
const shown = (name: string, users: string[], count = users.length) => ({ name, users, count })

describe('reactions that a page shows', () => {
  it('[SL11] [BR7] are compared with those that Slack has told of, by person and name', () => {
    expect(found([shown('tada', ['U1'])], told(['U1', 'tada']))).toEqual([])
    expect(found([shown('tada', ['U1', 'U2'])], told(['U1', 'tada']))).toEqual(['U2 gave tada'])
    expect(found([shown('heart', ['U1'])], told(['U1', 'tada']))).toEqual(['U1 took tada', 'U1 gave heart'])
    expect(found(undefined, told(['U1', 'tada'], ['U2', 'eyes']))).toEqual(['U1 took tada', 'U2 took eyes'])
  })

  it('[SL11] [BR7] say nothing of whom they do not name while they count more people than they name', () => {
    expect(found([shown('tada', ['U2'], 3)], told(['U1', 'tada']))).toEqual(['U2 gave tada'])
    expect(found([shown('tada', [], 1)], told(['U1', 'tada']))).toEqual([])
    expect(found([shown('tada', ['U2'])], told(['U1', 'tada']))).toEqual(['U1 took tada', 'U2 gave tada'])
  })

  it('[SL11] [BR7] may go by another name of the same emoji', () => {
    expect(found([shown('thumbsup', ['U1'])], told(['U1', '+1'], ['U1', 'thumbsup']))).toEqual([])
  })

  it('[SL11] [BR6] concern nobody but the two, and nothing from before both were linked', () => {
    expect(found([shown('tada', ['U3', 'UBOT'])], told())).toEqual([])
    expect(found([shown('tada', ['U1'])], { userIds: [], standing: [] })).toEqual([])
    expect(found([shown('tada', ['U1'])], told(), '100.000000')).toEqual([])
  })

  it('[SL11] that are no reactions are passed over', () => {
    for (const broken of [null, 'tada', [{ name: 'tada' }], [shown('two words', ['U1'])], [{ name: 'x', users: 'U1', count: 1 }]])
      expect(found(broken, told())).toEqual([])
  })
})
