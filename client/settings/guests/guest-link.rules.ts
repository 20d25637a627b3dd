import type { GuestLinkView } from '@atrium/shared/identity/views.ts'

/** How long a new link works, in hours. */
export const EXPIRIES: { value: string; text: string }[] = [
  { value: '4', text: '4 hours' },
  { value: '24', text: '1 day' },
  { value: '168', text: '1 week' },
  { value: '720', text: '30 days' },
]

export type GuestLinkState = 'open' | 'expired' | 'revoked'
export const STATE_LABELS: Record<GuestLinkState, string> = { open: 'Works', expired: 'Expired', revoked: 'Revoked' }

export function guestLinkState(link: Pick<GuestLinkView, 'revoked' | 'expiresAt'>, nowMs: number): GuestLinkState {
  if (link.revoked) return 'revoked'
  return link.expiresAt <= nowMs ? 'expired' : 'open'
}
