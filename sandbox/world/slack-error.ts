import type { Json } from './types.ts'

/** An answer with `ok: false`. `code` is Slack's own name for it. */
export class SlackError extends Error {
  readonly code: string
  readonly details: Json

  constructor(code: string, details: Json = {}) {
    super(code)
    this.name = 'SlackError'
    this.code = code
    this.details = details
  }
}
