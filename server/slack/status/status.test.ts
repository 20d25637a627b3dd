import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideStatus, isOurs, PLACE_EMOJI, type SlackStatus, type Standing } from './status.rules.ts'

const library = 'in Atrium · Library'
const nothing: SlackStatus = { text: '', emoji: '' }
const ours = (text: string): SlackStatus => ({ text, emoji: PLACE_EMOJI })
const standing = (of: Partial<Standing>): Standing => ({ wanted: null, put: null, trying: null, ...of })

describe('[SP13] where a member is, in their Slack status', () => {
  it('is put where nothing stands, follows them, and goes when they do', () => {
    expect(decideStatus(standing({ wanted: library }), nothing)).toEqual({ kind: 'put', text: library })
    expect(decideStatus(standing({ wanted: 'in Atrium', put: library }), ours(library))).toEqual({ kind: 'put', text: 'in Atrium' })
    expect(decideStatus(standing({ put: library }), ours(library))).toEqual({ kind: 'clear' })
  })

  it('is known after a call whose answer was lost', () => {
    expect(decideStatus(standing({ wanted: 'in Atrium', trying: library }), ours(library))).toEqual({ kind: 'put', text: 'in Atrium' })
    expect(decideStatus(standing({ trying: library }), ours(library))).toEqual({ kind: 'clear' })
    expect(decideStatus(standing({ wanted: library, trying: library }), nothing)).toEqual({ kind: 'put', text: library })
  })

  it('is not put back where they took it away', () => {
    expect(decideStatus(standing({ wanted: library, put: library }), nothing)).toEqual({ kind: 'leave', declined: true })
  })

  it('never replaces nor removes what is not ours', () => {
    const word = fc.constantFrom('', library, 'in Atrium', 'On holiday')
    const said = fc.record({ text: word, emoji: fc.constantFrom('', PLACE_EMOJI, ':palm_tree:') })
    const maybe = fc.option(fc.constantFrom(library, 'in Atrium'))
    fc.assert(
      fc.property(said, fc.record({ wanted: maybe, put: maybe, trying: maybe }), (current, of) => {
        const step = decideStatus(of, current)
        const isTheirs = !isOurs(current, of) && (current.text !== '' || current.emoji !== '')
        if (isTheirs) expect(step.kind).toBe('leave')
        if (step.kind === 'put') expect(step.text).toBe(of.wanted)
        if (step.kind === 'clear') expect(of.wanted).toBeNull()
      }),
    )
  })
})
