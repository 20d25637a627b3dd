import type { Response } from 'express'
import { AtriumError, ERRORS } from '@atrium/shared/errors.ts'
import type { Logger } from './logger.ts'

/** What a person may know of what went wrong; the rest is for the log, where `what` failed. */
export function answerError(response: Response, { logger, error, what }: { logger: Logger; error: unknown; what: string }): void {
  const known = error instanceof AtriumError ? error : new AtriumError('internal')
  if (known.code === 'internal') logger.error({ err: error }, what)
  response.status(ERRORS[known.code].http).json({ error: known.code, message: known.message })
}
