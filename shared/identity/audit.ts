/** The part of an action before the dot: what it concerns. */
export const AUDIT_KINDS = [
  ...(['organization', 'member', 'invitation', 'guestLink', 'visitor', 'signIn', 'space', 'slack'] as const),
  ...(['apiKey', 'webhook', 'linear', 'report', 'audit'] as const),
] as const
export type AuditKind = (typeof AUDIT_KINDS)[number]

/** What of the log is wanted; everything absent: all of it. */
export interface AuditFilter {
  kind?: AuditKind | undefined
  /** Found in who it was or to whom or what, case aside. */
  words?: string | undefined
  fromMs?: number | undefined
  /** Not itself. */
  untilMs?: number | undefined
}

export const AUDIT_FORMATS = ['csv', 'json'] as const
export type AuditFormat = (typeof AUDIT_FORMATS)[number]
