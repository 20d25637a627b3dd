import { expect, it } from 'vitest'
import { sizeLabel } from './file-size.rules.ts'

it.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [1_023, '1023 bytes'],
  [1_024, '1 KB'],
  [12_700, '12 KB'],
  [1_048_575, '1 MB'],
  [3_565_158, '3.4 MB'],
  [104_857_600, '100 MB'],
  [5 * 2 ** 30, '5 GB'],
])('[CH1] a file of %d bytes has %j', (bytes, label) => {
  expect(sizeLabel(bytes)).toBe(label)
})
