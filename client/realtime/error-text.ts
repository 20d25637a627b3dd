import { TRPCClientError } from '@trpc/client'
import type { ErrorCode } from '@atrium/shared/errors.ts'

interface AtriumErrorData {
  atrium?: ErrorCode
  fields?: Record<string, string>
}

/** Our code of a failed call; null when no answer came (the network, a closed socket). */
export function errorCodeOf(error: unknown): ErrorCode | null {
  if (!(error instanceof TRPCClientError)) return null
  return dataOf(error)?.atrium ?? null
}

/** What is wrong with which field of the input, where the server could say. */
export function fieldErrorsOf(error: unknown): Record<string, string> {
  return (error instanceof TRPCClientError ? dataOf(error)?.fields : null) ?? {}
}

function dataOf(error: { data: unknown }): AtriumErrorData | undefined | null {
  return error.data as AtriumErrorData | undefined | null
}

/** No answer came, so nobody knows whether it happened. */
export function isUnanswered(error: unknown): boolean {
  return errorCodeOf(error) === null
}

/** What a person is told: the server's own plain words, or what to do when it was not reached. */
export function errorText(error: unknown): string {
  if (errorCodeOf(error) !== null && error instanceof Error) return error.message
  return 'Atrium could not be reached. Check your connection and try again.'
}

/** Of what is not sent again by itself any more: see `mayRepeat`. */
export const NO_ANSWER = 'no answer came for 30 days. It may have arrived all the same: look before you try again.'
