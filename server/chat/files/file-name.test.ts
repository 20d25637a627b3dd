import { expect, it } from 'vitest'
import { declaredType, keptName } from './file-name.rules.ts'

it.each([
  ['plan.pdf', 'plan.pdf'],
  ['/etc/passwd', 'passwd'],
  ['C:\\Users\\ada\\plan.pdf', 'plan.pdf'],
  ['  请柬 – naïve "quote".txt ', '请柬 – naïve "quote".txt'],
  ['line\r\nbreak\0.txt', 'linebreak.txt'],
  ['invoice\u202egnp.exe', 'invoicegnp.exe'],
  ['', 'file'],
  ['..', 'file'],
  ['half \ud83d', 'half \ufffd'],
])('[CH1] keeps of the name %j what can be shown: %j', (name, kept) => {
  expect(keptName(name)).toBe(kept)
})

it('[CH1] cuts a name that is too long before its extension, and no character in two', () => {
  const kept = keptName(`${'😀'.repeat(200)}.tar.gz`)
  expect(kept.length).toBeLessThanOrEqual(255)
  expect(kept.isWellFormed()).toBe(true)
  expect(kept.endsWith('😀.gz')).toBe(true)
  expect(keptName('x'.repeat(300))).toBe('x'.repeat(255))
})

it.each([
  ['text/plain; charset=utf-8', 'text/plain'],
  ['Application/PDF', 'application/pdf'],
  ['image/png', 'application/octet-stream'],
  ['image/svg+xml', 'image/svg+xml'],
  ['text/html\r\nx: y', 'application/octet-stream'],
  ['nonsense', 'application/octet-stream'],
  [undefined, 'application/octet-stream'],
])('[CH1] takes the type %j for %j until it was looked at', (type, kept) => {
  expect(declaredType(type)).toBe(kept)
})
