import { expect, it } from 'vitest'
import { lineOf } from './describe-files.rules.ts'

const [png, jpg, pdf] = [
  { name: 'plan.png', mimeType: 'image/png' },
  { name: 'photo', mimeType: 'image/jpeg' },
  { name: 'plan.pdf', mimeType: 'application/octet-stream' },
]

it.each([
  ['', [png], 'Image: plan.png'],
  ['', [pdf], 'File: plan.pdf'],
  ['', [png, jpg], '2 images'],
  ['', [png, pdf], '2 files'],
  ['Have a look', [pdf], 'Have a look (File: plan.pdf)'],
  ['Have a look', [], 'Have a look'],
])('[CH1] in one line, %j with files is told with them', (words, files, line) => {
  expect(lineOf(words, files)).toBe(line)
})
