export interface HeldFacts {
  dueAtMs: number
  /** By its recipient, in Atrium. */
  isRead: boolean
}

/** `wait`: it stays held. `read`: it need not go to Slack any more. `go`: it goes to Slack now. */
export type HeldDecision = 'wait' | 'read' | 'go'

/**
 * What becomes of the messages of one mention chat that are held for one person, in the order in which they were written.
 * None overtakes another: behind one that waits all wait, whatever their own time is.
 */
export function decideHeld(held: readonly HeldFacts[], { nowMs, isActive }: { nowMs: number; isActive: boolean }): HeldDecision[] {
  let waits = false
  return held.map(({ dueAtMs, isRead }) => {
    if (isRead) return 'read'
    waits ||= isActive && dueAtMs > nowMs
    return waits ? 'wait' : 'go'
  })
}
