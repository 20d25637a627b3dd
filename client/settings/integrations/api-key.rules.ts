import type { ApiKeyView } from '@atrium/shared/integrations/api-keys.ts'
import { timeAgo } from '../../ui/relative-time.rules.ts'

const DAY_MS = 24 * 60 * 60_000

/** In days; empty: never. */
export const KEY_LIFETIMES = [
  { value: '', text: 'Until it is revoked' },
  { value: '30', text: '30 days' },
  { value: '90', text: '90 days' },
  { value: '365', text: 'A year' },
]

export function expiryOf(days: string, nowMs: number): number | null {
  return days === '' ? null : nowMs + Number(days) * DAY_MS
}

export function keyState(key: Pick<ApiKeyView, 'revokedAt' | 'expiresAt'>, nowMs: number): 'active' | 'expired' | 'revoked' {
  if (key.revokedAt !== null) return 'revoked'
  return key.expiresAt !== null && key.expiresAt <= nowMs ? 'expired' : 'active'
}

/** When it was last used, and until when it works. */
export function keyTimes(key: ApiKeyView, nowMs: number): string {
  const used = key.lastUsedAt === null ? 'never used' : usedWords(timeAgo(key.lastUsedAt, nowMs))
  const day = (ms: number) => new Date(ms).toLocaleDateString(undefined, { dateStyle: 'medium' })
  return key.expiresAt === null ? used : `${used} · until ${day(key.expiresAt)}`
}

function usedWords(ago: string): string {
  if (ago === 'now') return 'used just now'
  return /(min|h|d)$/.test(ago) ? `used ${ago} ago` : `used on ${ago}`
}
