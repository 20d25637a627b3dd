import type { ConversationId, Id } from '../ids.ts'

/** Of the issue in Linear too. */
export type EscalationId = Id<'escalation'>

/** Linear's kinds of state in which nothing is to be done any more. */
const SETTLED: readonly string[] = ['completed', 'canceled', 'duplicate']
export function isSettled(statusType: string | null): boolean {
  return statusType !== null && SETTLED.includes(statusType)
}

export interface LinearConnectionView {
  workspaceName: string
  teamId: string
  teamName: string
  /** Why Linear refuses us; null while it does not. */
  refusedReason: string | null
  rev: number
}
export interface LinearTeamView {
  id: string
  name: string
}
/** What a conversation was handed on as. */
export interface EscalationView {
  id: EscalationId
  conversationId: ConversationId
  state: 'queued' | 'created' | 'failed'
  /** Why it failed. */
  reason: string | null
  /** What people call the issue: "ENG-12"; null until it is made. */
  identifier: string | null
  url: string | null
  title: string
  /** As the team calls it. */
  status: string | null
  /** Which of Linear's kinds of state that is: "started", "completed". */
  statusType: string | null
  rev: number
}
