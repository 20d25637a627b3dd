import type { ErrorCode } from '@atrium/shared/errors.ts'
import type { ListedProcedure } from './matrix.ts'

export type Outcome = { ok: true; data: unknown } | { ok: false; code: ErrorCode; text: string }

/** Calls a procedure over HTTP, the way no typed client would let us: any path, any input, as anybody. */
export async function callAnything(
  url: string,
  procedure: ListedProcedure,
  as: { cookie: string | null; input: unknown },
): Promise<Outcome> {
  const address = new URL(`/trpc/${procedure.path}`, url)
  const input = as.input === undefined ? undefined : JSON.stringify(as.input)
  const headers = { origin: url, 'content-type': 'application/json', ...(as.cookie ? { cookie: as.cookie } : {}) }
  const isMutation = procedure.type === 'mutation'
  if (!isMutation && input) address.searchParams.set('input', input)
  const answer = await fetch(address, isMutation ? { method: 'POST', headers, ...(input ? { body: input } : {}) } : { headers })
  const body = (await answer.json()) as { result?: { data?: unknown }; error?: WireError }
  return body.error ? { ok: false, code: body.error.data.atrium, text: body.error.message } : { ok: true, data: body.result?.data }
}

interface WireError {
  message: string
  data: { atrium: ErrorCode }
}
