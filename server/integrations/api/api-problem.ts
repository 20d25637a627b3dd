import { STATUS_CODES } from 'node:http'
import type { Response } from 'express'
import { z } from 'zod'
import { AtriumError, ERRORS } from '@atrium/shared/errors.ts'
import { describeInput } from '../../infra/input-problem.rules.ts'
import type { Logger } from '../../infra/logger.ts'

/** What an API answers instead of what was asked for. @see https://www.rfc-editor.org/rfc/rfc9457 */
export interface Problem {
  type: 'about:blank'
  title: string
  status: number
  /** What is wrong and what to do, for people. */
  detail: string
  /** For programs; stable. */
  code: string
  /** What is wrong with which part of the input, by its path. */
  fields?: Record<string, string>
}

/** What has no error of the product: it concerns the API alone. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  readonly headers: Record<string, string>
  constructor(status: number, code: string, detail: string, headers: Record<string, string> = {}) {
    super(detail)
    this.name = 'ApiProblem'
    this.status = status
    this.code = code
    this.headers = headers
  }
}

/** What a caller may know of what went wrong; the rest is for the log. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ApiProblem) return problem(error.status, error.code, error.message)
  if (error instanceof AtriumError) {
    const fields = error.field === null ? undefined : { [error.field]: error.message }
    return problem(ERRORS[error.code].http, error.code, error.message, fields)
  }
  if (error instanceof z.core.$ZodError) {
    const { message, fields } = describeInput(error)
    return problem(ERRORS.bad_input.http, 'bad_input', message, fields)
  }
  return unreadable(error) ?? problem(ERRORS.internal.http, 'internal', ERRORS.internal.text)
}

/** What reading the body threw. */
function unreadable(error: unknown): Problem | null {
  const status = error instanceof Error && 'status' in error ? error.status : null
  if (status === 413) return problem(413, 'too_large', ERRORS.too_large.text)
  if (status === 415) return problem(415, 'bad_input', 'Send the body as JSON in UTF-8, without compression.')
  return status === 400 ? problem(400, 'bad_input', 'The body is not JSON.') : null
}

function problem(status: number, code: string, detail: string, fields?: Record<string, string>): Problem {
  const known = { type: 'about:blank' as const, title: STATUS_CODES[status] ?? 'Error', status, detail, code }
  return fields && Object.keys(fields).length > 0 ? { ...known, fields } : known
}

export function answerProblem(response: Response, error: unknown, logger: Logger): void {
  const said = problemOf(error)
  if (said.code === 'internal') logger.error({ err: error }, 'a request to the API failed')
  if (error instanceof ApiProblem) response.set(error.headers)
  response.status(said.status).type('application/problem+json').send(JSON.stringify(said))
}
