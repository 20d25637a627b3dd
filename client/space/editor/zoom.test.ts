import { expect, it } from 'vitest'
import { USUAL_ZOOM, zoomThatFits } from './zoom.rules.ts'

it('[SP8] opens with the whole map in sight where that is possible, and never larger than usual', () => {
  const drawing = { width: 1_600, height: 1_000 }
  const within = (width: number, height: number) => zoomThatFits(drawing, { width, height })
  expect([within(5_000, 5_000), within(800, 500)]).toEqual([USUAL_ZOOM, USUAL_ZOOM])
  expect([within(799, 5_000), within(5_000, 349), within(100, 100)]).toEqual([USUAL_ZOOM - 1, 0, 0])
})
