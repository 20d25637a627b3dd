import { expect, it } from 'vitest'
import { nextTryMs, RETRY_MS } from './retry.rules.ts'
import { newWebhookSecret, signedHeaders } from './signature.rules.ts'

// The example that implementations of Standard Webhooks check themselves with.
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const MESSAGE = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}' }
const SIGNATURE = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='

it('[IN14] signs as Standard Webhooks does', () => {
  expect(signedHeaders(MESSAGE, [SECRET], 1_614_265_330)).toEqual({
    'webhook-id': MESSAGE.id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': SIGNATURE,
  })
})

it('[IN14] signs with both secrets while one is changed for the other', () => {
  const other = newWebhookSecret()
  const both = signedHeaders(MESSAGE, [other, SECRET], 1_614_265_330)['webhook-signature']?.split(' ')
  expect(both).toHaveLength(2)
  expect(both?.[1]).toBe(SIGNATURE)
  expect(both?.[0]).toMatch(/^v1,[\w+/]{43}=$/)
  expect(Buffer.from(other.slice('whsec_'.length), 'base64')).toHaveLength(32)
})

it('[IN14] tries again ever more seldom, for about three days, and never before it was asked to', () => {
  expect(RETRY_MS.toSorted((one, next) => one - next)).toEqual(RETRY_MS)
  const allHours = RETRY_MS.reduce((sum, ms) => sum + ms, 0) / 3_600_000
  expect(allHours).toBeGreaterThan(72)
  expect(allHours).toBeLessThan(96)
  const next = (attempts: number, retryAfterS: number | null = null) => nextTryMs(attempts, { retryAfterS, plan: RETRY_MS })
  expect([next(1), next(RETRY_MS.length), next(RETRY_MS.length + 1)]).toEqual([5_000, 24 * 3_600_000, null])
  expect([next(1, 60), next(1, 10 ** 9)]).toEqual([60_000, 24 * 3_600_000])
})
