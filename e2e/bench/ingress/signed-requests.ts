import { createHmac, timingSafeEqual } from 'node:crypto'

/** What every peer checks alike. @see https://docs.slack.dev/authentication/verifying-requests-from-slack */
export function isSigned(secret: string, headers: Record<string, unknown>, body: Buffer): boolean {
  const timestamp = String(headers['x-slack-request-timestamp'])
  const expected = Buffer.from(`v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`)
  const given = Buffer.from(String(headers['x-slack-signature']))
  return given.length === expected.length && timingSafeEqual(given, expected) && Math.abs(Date.now() / 1000 - Number(timestamp)) <= 300
}
