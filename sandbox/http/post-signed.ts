import { createHmac } from 'node:crypto'
import type { App } from '../world/types.ts'
import type { World } from '../world/world.ts'

export interface SignedRequest {
  url: string
  app: App
  contentType: string
  body: string
  headers?: Record<string, string>
}

export interface SignedAnswer {
  /** 0 where nothing was answered in time. */
  status: number
  body: string
  noRetry: boolean
  /** As `x-slack-retry-reason` names it. */
  failure?: 'http_timeout' | 'http_error' | 'connection_failed' | 'too_many_redirects'
}

/** @see https://docs.slack.dev/authentication/verifying-requests-from-slack */
export const signatureOf = (signingSecret: string, timestamp: number, body: string): string =>
  `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`

const failureOf = (status: number): SignedAnswer['failure'] => {
  if (status >= 200 && status < 300) return undefined
  return status >= 300 && status < 400 ? 'too_many_redirects' : 'http_error'
}

/** One request to an app, signed as Slack signs it. Never throws. */
export async function postSigned(world: World, request: SignedRequest): Promise<SignedAnswer> {
  const timestamp = Math.floor(world.clock.now() / 1000) + world.settings.signature_skew_s
  const timeout = AbortSignal.timeout(world.settings.ack_timeout_ms)
  try {
    const response = await fetch(request.url, {
      method: 'POST',
      redirect: 'manual',
      signal: timeout,
      body: request.body,
      headers: {
        'content-type': request.contentType,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'x-slack-request-timestamp': String(timestamp),
        'x-slack-signature': signatureOf(request.app.signingSecret, timestamp, request.body),
        ...request.headers,
      },
    })
    const body = await response.text()
    const failure = failureOf(response.status)
    const noRetry = response.headers.get('x-slack-no-retry') === '1'
    return { status: response.status, body, noRetry, ...(failure ? { failure } : {}) }
  } catch {
    return { status: 0, body: '', noRetry: false, failure: timeout.aborted ? 'http_timeout' : 'connection_failed' }
  }
}
