import { createHmac, timingSafeEqual } from 'node:crypto'

/** How far Slack's clock and ours may be apart, in either direction. */
export const MAX_SKEW_SECONDS = 300

export interface SignedRequest {
  /** As it came over the wire; not one byte parsed or written anew. */
  rawBody: Buffer
  timestamp: string | undefined
  signature: string | undefined
}

/** @see https://docs.slack.dev/authentication/verifying-requests-from-slack */
export function isSignedBy(signingSecret: string, request: SignedRequest, nowMs: number): boolean {
  const { timestamp, signature, rawBody } = request
  if (timestamp === undefined || signature === undefined || !/^\d{1,12}$/.test(timestamp)) return false
  if (Math.abs(nowMs / 1000 - Number(timestamp)) > MAX_SKEW_SECONDS) return false
  const expected = signatureOf(signingSecret, timestamp, rawBody)
  const given = Buffer.from(signature)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

function signatureOf(signingSecret: string, timestamp: string, rawBody: Buffer): Buffer {
  const digest = createHmac('sha256', signingSecret).update(`v0:${timestamp}:`).update(rawBody).digest('hex')
  return Buffer.from(`v0=${digest}`)
}
