import { expect, it } from 'vitest'
import type { ApiKeyView } from '@atrium/shared/integrations/api-keys.ts'
import { expiryOf, keyState, keyTimes } from './api-key.rules.ts'

const nowMs = Date.UTC(2026, 10, 30)
const aKey = (key: Partial<ApiKeyView>) => ({ lastUsedAt: null, expiresAt: null, revokedAt: null, ...key }) as ApiKeyView

it('[IN14] tells keys that work from those that do not any more', () => {
  expect(keyState(aKey({}), nowMs)).toBe('active')
  expect(keyState(aKey({ expiresAt: nowMs + 1 }), nowMs)).toBe('active')
  expect(keyState(aKey({ expiresAt: nowMs }), nowMs)).toBe('expired')
  expect(keyState(aKey({ expiresAt: nowMs, revokedAt: nowMs }), nowMs)).toBe('revoked')
})

it('[IN14] says when a key was last used, and until when it works', () => {
  expect(keyTimes(aKey({}), nowMs)).toBe('never used')
  expect(keyTimes(aKey({ lastUsedAt: nowMs - 5_000 }), nowMs)).toBe('used just now')
  expect(keyTimes(aKey({ lastUsedAt: nowMs - 3 * 3_600_000 }), nowMs)).toBe('used 3 h ago')
  expect(keyTimes(aKey({ lastUsedAt: nowMs - 60 * 86_400_000 }), nowMs)).toMatch(/^used on /)
  expect(keyTimes(aKey({ expiresAt: expiryOf('30', nowMs) }), nowMs)).toMatch(/^never used · until /)
  expect(expiryOf('', nowMs)).toBeNull()
})
