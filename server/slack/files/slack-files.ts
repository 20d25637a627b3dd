import { ReadableStream } from 'node:stream/web'
import { isFileAddress } from './file-address.rules.ts'

/** Why bytes did not go up, or come down. */
export type TransferFailure =
  /** The address is not Slack's: it was not asked. */
  | { kind: 'foreign_address' }
  /** It answered with a page to sign in, or said no. */
  | { kind: 'refused'; status: number }
  | { kind: 'gone' }
  | { kind: 'rate_limited'; retryAfterMs: number }
  /** The connection, or what Slack had to say: another time it may do. */
  | { kind: 'interrupted'; error: string }

export class TransferError extends Error {
  readonly failure: TransferFailure
  constructor(failure: TransferFailure, cause?: unknown) {
    super(`Slack's files: ${failure.kind === 'interrupted' ? failure.error : failure.kind}`, { cause })
    this.name = 'TransferError'
    this.failure = failure
  }
}

/** The bytes of files: they do not go through the Web API. No redirect is ever followed, whoever it leads to. */
export interface SlackFiles {
  /** Exactly `sizeBytes`. Takes no token: the address is the permission. @throws TransferError, and what `bytes` throws */
  upload(address: string, file: { sizeBytes: number; bytes: AsyncIterable<Uint8Array> }): Promise<void>
  /** @returns the bytes as they come; reading them throws as this does. @throws TransferError */
  download(address: string, token: string, signal?: AbortSignal): Promise<AsyncIterable<Uint8Array>>
}

export interface SlackFilesOptions {
  slackApiUrl: string
  /** From one piece to the next, and from the last one to the answer. */
  idleMs?: number
}

const DEFAULT_RETRY_AFTER_MS = 30_000

export function createSlackFiles({ slackApiUrl, idleMs = 30_000 }: SlackFilesOptions): SlackFiles {
  function checked(address: string): string {
    if (!isFileAddress(address, slackApiUrl)) throw new TransferError({ kind: 'foreign_address' })
    return address
  }
  return {
    async upload(address, { sizeBytes, bytes }) {
      const watch = createIdleWatch(idleMs)
      const body = ReadableStream.from(watched(bytes, watch)) as unknown as BodyInit
      const headers = { 'content-type': 'application/octet-stream', 'content-length': String(sizeBytes) }
      try {
        const sent = await call(checked(address), { method: 'POST', headers, body, duplex: 'half' }, watch)
        // Read to its end, so that the connection is free for the next.
        await sent.arrayBuffer().catch(() => {})
      } finally {
        watch.end()
      }
    },
    async download(address, token, stopping) {
      const watch = createIdleWatch(idleMs, stopping)
      const headers = { authorization: `Bearer ${token}`, 'accept-encoding': 'identity' }
      try {
        const { body } = await call(checked(address), { headers }, watch)
        // Taken at once: of an answer that nobody holds any more, a body that nobody reads yet is thrown away, and reads as empty.
        return body ? readTo(body.values(), watch) : noBytes()
      } catch (error) {
        watch.end()
        throw error
      }
    },
  }
}

interface IdleWatch {
  signal: AbortSignal
  moved(): void
  end(): void
}

function createIdleWatch(idleMs: number, stopping?: AbortSignal): IdleWatch {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(new Error('nothing came for a while')), idleMs)
  const signal = stopping ? AbortSignal.any([controller.signal, stopping]) : controller.signal
  return { signal, moved: () => void timer.refresh(), end: () => clearTimeout(timer) }
}

/** @throws TransferError unless it went well */
async function call(address: string, init: RequestInit & { duplex?: 'half' }, { signal }: IdleWatch): Promise<Response> {
  let response: Response
  try {
    response = await fetch(address, { ...init, signal, redirect: 'manual' })
  } catch (error) {
    throw interrupted(error)
  }
  if (response.ok) return response
  await response.body?.cancel().catch(() => {})
  throw new TransferError(failureOf(response))
}

function failureOf({ status, headers }: Response): TransferFailure {
  if (status === 404 || status === 410) return { kind: 'gone' }
  if (status === 429) {
    const seconds = Number(headers.get('retry-after'))
    return { kind: 'rate_limited', retryAfterMs: seconds > 0 ? seconds * 1000 : DEFAULT_RETRY_AFTER_MS }
  }
  return status < 500 ? { kind: 'refused', status } : { kind: 'interrupted', error: `http_${status}` }
}

function interrupted(error: unknown): TransferError {
  if (error instanceof TransferError) return error
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return new TransferError({ kind: 'interrupted', error: cause instanceof Error ? cause.message : 'unknown' }, error)
}

async function* watched(bytes: AsyncIterable<Uint8Array>, watch: IdleWatch): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    watch.moved()
    yield piece
  }
  watch.moved()
}

async function* readTo(body: AsyncIterableIterator<Uint8Array>, watch: IdleWatch): AsyncGenerator<Uint8Array> {
  try {
    yield* watched(body, watch)
  } catch (error) {
    throw interrupted(error)
  } finally {
    watch.end()
  }
}

async function* noBytes(): AsyncGenerator<Uint8Array> {}
