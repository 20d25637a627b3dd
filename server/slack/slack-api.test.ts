import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { createLogger } from '../infra/logger.ts'
import { createSlackApi, SlackCallError } from './slack-api.ts'
import type { SlackFailure } from './slack-failure.rules.ts'

let close: (() => void) | undefined
afterEach(() => close?.())

/** A server that answers as it is told: what comes over the wire, not Slack's behaviour, is under test here. */
async function callAgainst(answer: RequestListener): Promise<{ error: unknown; requests: number }> {
  let requests = 0
  const server = createServer((request, response) => {
    requests += 1
    answer(request, response)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  close = () => server.closeAllConnections()
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  const slackApi = createSlackApi({ slackApiUrl: `http://127.0.0.1:${address.port}/api/`, logger: createLogger('silent'), timeoutMs: 300 })
  const error = await slackApi
    .call('xoxb-1', (client) => client.auth.test())
    .then(
      () => null,
      (reason: unknown) => reason,
    )
  server.close()
  return { error, requests }
}

const failureOf = (error: unknown) => (error instanceof SlackCallError ? error.failure : error)
const json =
  (body: object): RequestListener =>
  (_request, response) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body))

it.each([
  ['a dead token', json({ ok: false, error: 'token_revoked' }), { kind: 'dead_token', error: 'token_revoked' }, true],
  [
    'a missing scope, and which',
    json({ ok: false, error: 'missing_scope', needed: 'chat:write,im:write', provided: 'users:read' }),
    { kind: 'missing_scope', error: 'missing_scope', needed: ['chat:write', 'im:write'], provided: ['users:read'] },
    true,
  ],
  ['a plain refusal', json({ ok: false, error: 'channel_not_found' }), { kind: 'refused', error: 'channel_not_found' }, true],
  [
    "Slack's own trouble, which may have happened",
    json({ ok: false, error: 'internal_error' }),
    { kind: 'uncertain', error: 'internal_error' },
    false,
  ],
] as const)('tells %s', async (_name, answer, failure, certain) => {
  const { error, requests } = await callAgainst(answer)
  expect(failureOf(error)).toEqual(failure)
  expect((error as SlackCallError).certain).toBe(certain)
  expect(requests).toBe(1)
})

it('tells how long a rate limit lasts, and does not wait for it by itself', async () => {
  const { error, requests } = await callAgainst((_request, response) => response.writeHead(429, { 'retry-after': '17' }).end())
  expect(failureOf(error)).toEqual({ kind: 'rate_limited', error: 'ratelimited', retryAfterMs: 17_000 })
  expect(requests).toBe(1)
})

it('calls a lost answer uncertain, and does not repeat the call', async () => {
  const { error, requests } = await callAgainst((request) => request.socket.destroy())
  expect(error).toBeInstanceOf(SlackCallError)
  expect((error as SlackCallError).failure.kind).toBe('uncertain')
  expect(requests).toBe(1)
})

it('calls an answer that comes too late uncertain', async () => {
  const { error } = await callAgainst(() => {})
  expect((error as SlackCallError).failure.kind).toBe('uncertain')
})

it('calls a 5xx uncertain and a page of a proxy too', async () => {
  const down = await callAgainst((_request, response) => response.writeHead(503).end('down'))
  expect(failureOf(down.error)).toEqual({ kind: 'uncertain', error: 'http_503' })
  const page = await callAgainst((_request, response) => response.end('<html>hello</html>'))
  expect((page.error as SlackCallError).failure.kind).toBe('uncertain')
})

it('is certain when no connection came about', async () => {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  await new Promise((closed) => server.close(closed))
  const slackApi = createSlackApi({ slackApiUrl: `http://127.0.0.1:${port}/api/`, logger: createLogger('silent') })
  const error: unknown = await slackApi.call(null, (client) => client.api.test()).catch((reason: unknown) => reason)
  expect(failureOf(error)).toEqual({ kind: 'unreachable', error: 'ECONNREFUSED' })
  expect((error as SlackCallError).certain).toBe(true)
})

it('does not even ask while Slack wants to be left alone, and says for how long', async () => {
  let requests = 0
  const server = createServer((_request, response) => {
    requests += 1
    response.writeHead(429, { 'retry-after': '17' }).end()
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  close = () => server.close().closeAllConnections()
  const { port } = server.address() as AddressInfo
  const slackApi = createSlackApi({ slackApiUrl: `http://127.0.0.1:${port}/api/`, logger: createLogger('silent'), timeoutMs: 300 })
  const failures: SlackFailure[] = []
  for (let call = 0; call < 2; call++) {
    await slackApi.call('xoxb-1', (client) => client.auth.test()).catch((error: SlackCallError) => failures.push(error.failure))
  }
  expect(requests).toBe(1)
  expect(failures).toEqual([
    { kind: 'rate_limited', error: 'ratelimited', retryAfterMs: 17_000 },
    { kind: 'rate_limited', error: 'ratelimited', retryAfterMs: expect.closeTo(17_000, -4) as number },
  ])
})
