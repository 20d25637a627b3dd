import { TRPCClientError } from '@trpc/client'
import type { ErrorCode } from '@atrium/shared/errors.ts'

interface AtriumErrorData {
  atrium?: ErrorCode
}

/** Our code of a failed call; null when no answer came (the network, a closed socket). */
export function errorCodeOf(error: unknown): ErrorCode | null {
  if (!(error instanceof TRPCClientError)) return null
  const data = error.data as AtriumErrorData | undefined | null
  return data?.atrium ?? null
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
