/**
 * Every error that a person can meet, by a stable code: what it is at each edge, and what it tells them to do.
 * `certain`: nothing was changed. Where it is false the caller cannot know and has to look.
 */
export const ERRORS = {
  not_signed_in: { http: 401, trpc: 'UNAUTHORIZED', certain: true, text: 'Sign in to continue.' },
  not_allowed: { http: 403, trpc: 'FORBIDDEN', certain: true, text: 'You may not do this. Ask an owner or admin of your organization.' },
  not_found: { http: 404, trpc: 'NOT_FOUND', certain: true, text: 'This does not exist, or you may not see it.' },
  bad_input: { http: 400, trpc: 'BAD_REQUEST', certain: true, text: 'Something in the request is not right.' },
  conflict: { http: 409, trpc: 'CONFLICT', certain: true, text: 'Someone changed this before you. Look again and retry.' },
  last_owner: {
    http: 409,
    trpc: 'CONFLICT',
    certain: true,
    text: 'The last owner can neither leave nor be demoted. Make someone else an owner first.',
  },
  expired: { http: 410, trpc: 'PRECONDITION_FAILED', certain: true, text: 'This link has expired or was revoked. Ask for a new one.' },
  room_full: { http: 409, trpc: 'CONFLICT', certain: true, text: 'The room is full.' },
  room_locked: { http: 409, trpc: 'CONFLICT', certain: true, text: 'The room is locked. Knock to be let in.' },
  do_not_disturb: {
    http: 409,
    trpc: 'CONFLICT',
    certain: true,
    text: 'They do not want to be disturbed now. Write to them: they read it when they are free.',
  },
  too_large: { http: 413, trpc: 'PAYLOAD_TOO_LARGE', certain: true, text: 'This is too large.' },
  too_many: { http: 429, trpc: 'TOO_MANY_REQUESTS', certain: true, text: 'That was too often. Wait a moment and try again.' },
  email_mismatch: { http: 409, trpc: 'CONFLICT', certain: true, text: 'The e-mail of the Slack account is not your verified e-mail here.' },
  slack_refused: { http: 502, trpc: 'BAD_GATEWAY', certain: true, text: 'Slack refused the request.' },
  slack_unreachable: { http: 502, trpc: 'BAD_GATEWAY', certain: false, text: 'Slack could not be reached. Try again.' },
  unavailable: { http: 503, trpc: 'SERVICE_UNAVAILABLE', certain: false, text: 'Atrium cannot reach its database. Try again in a moment.' },
  internal: { http: 500, trpc: 'INTERNAL_SERVER_ERROR', certain: false, text: 'Something went wrong on our side. It was logged.' },
} as const

export type ErrorCode = keyof typeof ERRORS

/** Thrown by use cases; mapped once per edge. `detail` is safe to show; the cause is for the log alone. */
export class AtriumError extends Error {
  readonly code: ErrorCode
  /** Of the input, whose form shows the words beside it; null when they concern no single one. */
  field: string | null = null
  constructor(code: ErrorCode, detail?: string, cause?: unknown) {
    super(detail ?? ERRORS[code].text, cause === undefined ? undefined : { cause })
    this.name = 'AtriumError'
    this.code = code
  }
  at(field: string): this {
    this.field = field
    return this
  }
}
