import { expect, it } from 'vitest'
import { contentDisposition } from './content-disposition.rules.ts'

it.each([
  ['plan.pdf', `attachment; filename="plan.pdf"; filename*=UTF-8''plan.pdf`],
  ['a "quoted" 100%.txt', `attachment; filename="a _quoted_ 100_.txt"; filename*=UTF-8''a%20%22quoted%22%20100%25.txt`],
  ['請柬.png', `attachment; filename="__.png"; filename*=UTF-8''%E8%AB%8B%E6%9F%AC.png`],
  [`it's (new)*.txt`, `attachment; filename="it's (new)*.txt"; filename*=UTF-8''it%27s%20%28new%29%2A.txt`],
])('[CH1] names the file %j in every reader', (name, header) => {
  expect(contentDisposition('attachment', name)).toBe(header)
})
