import { expect, it } from 'vitest'
import { fitImage } from './fit-image.rules.ts'

it.each([
  [{ width: 100, height: 80 }, true, { width: 100, height: 80 }],
  [{ width: 3_000, height: 1_500 }, true, { width: 360, height: 180 }],
  [{ width: 1_000, height: 4_000 }, true, { width: 70, height: 280 }],
  [{ width: 3_000, height: 1_500 }, false, { width: 128, height: 128 }],
  [{ width: 1, height: 1 }, true, { width: 44, height: 44 }],
  [{ width: 10_000, height: 10 }, true, { width: 360, height: 44 }],
])('[CH1] an image of %j, alone: %j, takes %j', (image, alone, size) => {
  expect(fitImage(image, { alone })).toEqual(size)
})
