import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { startSandbox, type Sandbox } from '@atrium/sandbox/start-sandbox.ts'
import { appRouter } from './router.ts'
import { callAnything, type Outcome } from './testing/call-anything.ts'
import { callOverSocket } from './testing/call-over-socket.ts'
import { aCaller, aScene, aVisitorNextDoor, fingerprint, type Scene } from './testing/matrix-scene.ts'
import { CALLERS, findUntried, isAdmitted, listProcedures, type ListedProcedure } from './testing/matrix.ts'
import { SAMPLES } from './testing/sample-inputs.ts'
import { startTestServer, type TestServer } from './testing/test-server.ts'

/** Whoever holds the token of an invitation may see it, of whatever organization they are. */
const TOKENS = ['identity.describeInvitation', 'identity.acceptInvitation']

const database = useTestDatabase()
let slack: Sandbox
let server: TestServer
let elsewhere: Scene
beforeAll(async () => {
  slack = await startSandbox()
  const config = { slackApiUrl: `${slack.url}/api/`, slackAuthorizeUrl: `${slack.url}/oauth/v2/authorize` }
  // Who was put into a space for a call is gone soon after it.
  server = await startTestServer(database(), config, { scenes: { graceMs: 100 } })
  elsewhere = await aScene(server, database())
})
afterAll(async () => {
  await server.running.close()
  await slack.close()
})

const procedures = listProcedures(appRouter)
const sampleOf = ({ path }: ListedProcedure) => SAMPLES[path] ?? {}
const inputFrom = (scene: Scene, procedure: ListedProcedure) => sampleOf(procedure).input?.(scene)
const uuidsIn = (value: unknown): string[] => JSON.stringify(value ?? null).match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []

it('[ID2] knows how to call every procedure, and none that is gone', () => {
  expect(findUntried(procedures, SAMPLES)).toEqual({ missing: [], unknown: [] })
})

describe.each(procedures)('$path ($access)', (procedure) => {
  const { access, path } = procedure
  const admitted = CALLERS.filter((caller) => isAdmitted(access, caller))
  const refused = CALLERS.filter((caller) => !isAdmitted(access, caller))
  let home: Scene
  beforeAll(async () => {
    home = await aScene(server, database())
  })

  it(`[ID2] refuses ${refused.join(', ') || 'nobody'}, and changes nothing for them`, async () => {
    const calls = []
    for (const caller of refused) {
      calls.push({ caller, cookie: await aCaller(server, home, caller), input: await inputFrom(home, procedure) })
    }
    const before = await fingerprint(home)
    for (const { caller, ...as } of calls) {
      const outcome = await call(procedure, as)
      expect(outcome, caller).toMatchObject({
        ok: false,
        code: caller === 'stranger' ? 'not_signed_in' : expect.stringMatching(/^not_(signed_in|allowed)$/),
      })
    }
    expect(await fingerprint(home)).toEqual(before)
  })

  it(`[ID2] lets in ${admitted.join(', ')}`, async () => {
    for (const caller of admitted) {
      const as = { cookie: await aCaller(server, home, caller), input: await inputFrom(home, procedure) }
      const outcome = await call(procedure, { ...as, prepared: home })
      if (outcome.ok) continue
      const narrowed = caller !== 'owner' && ['not_allowed', 'not_found'].includes(outcome.code)
      expect(narrowed || (sampleOf(procedure).answers ?? []).includes(outcome.code), `${caller}: ${outcome.code} ${outcome.text}`).toBe(
        true,
      )
    }
  })

  it('[ID2] knows nothing of another organization’s ids, and changes nothing there', async () => {
    if (TOKENS.includes(path)) return
    const cookie = await aCaller(server, home, 'owner')
    const inputs = await foreignInputs(procedure, home)
    if (inputs.length === 0) return
    const before = await fingerprint(elsewhere)
    for (const input of inputs) {
      const outcome = await call(procedure, { cookie, input, prepared: home })
      const refusedOrEmpty = outcome.ok ? sampleOf(procedure).foreignFindsNothing === true : /^not_(found|allowed)$/.test(outcome.code)
      expect(refusedOrEmpty, `${JSON.stringify(input)} → ${JSON.stringify(outcome)}`).toBe(true)
      if (outcome.ok) expect(uuidsIn(outcome.data).filter((id) => uuidsIn(input).includes(id))).toEqual([])
      expect(await fingerprint(elsewhere)).toEqual(before)
    }
  })

  if (access !== 'person') return
  it('[ID4] shows a visitor nothing of another space, and lets them change nothing there', async () => {
    const cookie = await aVisitorNextDoor(server, home)
    const input = await inputFrom(home, procedure)
    const before = await fingerprint(home)
    const outcome = await call(procedure, { cookie, input })
    if (!outcome.ok) expect(outcome.code).toMatch(/^not_(found|allowed)$/)
    else expect(uuidsIn(outcome.data)).not.toContain(home.spaceId)
    if (uuidsIn(input).length > 0) expect(await fingerprint(home)).toEqual(before)
  })
})

/** All ids of the other organization, and then one of them at a time among our own. */
async function foreignInputs(procedure: ListedProcedure, home: Scene): Promise<unknown[]> {
  const foreign = await inputFrom(elsewhere, procedure)
  if (uuidsIn(foreign).length === 0) return []
  const keys = Object.entries(foreign as object).filter(([key, value]) => key !== 'clientId' && uuidsIn(value).length > 0)
  const besides = Object.entries((await sampleOf(procedure).foreign?.(elsewhere)) ?? {})
  if (keys.length + besides.length < 2) return keys.length === 0 ? [] : [foreign]
  const mixed = [...keys, ...besides].map(async ([key, value]) => ({ ...((await inputFrom(home, procedure)) as object), [key]: value }))
  return [foreign, ...(await Promise.all(mixed))]
}

/** `prepared`: where what has to come first is done as well, by those who may. */
function call(procedure: ListedProcedure, as: { cookie: string | null; input: unknown; prepared?: Scene }): Promise<Outcome> {
  const { onSocketAfter } = sampleOf(procedure)
  if (!onSocketAfter) return callAnything(server.url, procedure, as)
  const first = as.prepared ? onSocketAfter(as.prepared) : []
  return callOverSocket(server.url, as.cookie, [...first, { ...procedure, input: as.input }])
}
