import { expect, it } from 'vitest'
import { REACTIONS } from '../space/gestures.ts'
import { decodeInterest, decodePresenceFrame, encodeGone, encodeInterest, encodeReaction, encodeWave } from './presence-frames.ts'

it('[SP7] every reaction and a wave come out of their frames as they went in', () => {
  for (const reaction of REACTIONS)
    expect(decodePresenceFrame(encodeReaction(65_535, reaction))).toEqual({ kind: 'reaction', slot: 65_535, reaction })
  expect(decodePresenceFrame(encodeWave(7, 40_000))).toEqual({ kind: 'wave', slot: 7, toSlot: 40_000 })
})

it('[SP7] a reaction that this version does not know is no frame, and no error', () => {
  expect(decodePresenceFrame(new Uint8Array([4, 1, 0, 255]))).toBeNull()
  expect(decodePresenceFrame(new Uint8Array([4, 1, 0]))).toBeNull()
})

it('[SP1] what somebody wants to hear of, and who has gone, come out of their frames as they went in', () => {
  const area = { left: 0, top: 3, right: 128, bottom: 7 }
  for (const watched of [null, 0, 65_535]) expect(decodeInterest(encodeInterest({ area, watched }))).toEqual({ area, watched })
  expect(decodePresenceFrame(encodeGone([1, 65_535]))).toEqual({ kind: 'gone', slots: [1, 65_535] })
})
