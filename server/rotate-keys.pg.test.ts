import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import { newId, type OrganizationId } from '@atrium/shared/ids.ts'
import { anOrganization, testServices } from './identity/testing/builders.ts'
import { createSecretStore } from './infra/secrets/secret-store.ts'
import type { SecretSubject } from './infra/secrets/seal.rules.ts'

const database = useTestDatabase()
const [older, newer] = [
  { id: 'k1', key: randomBytes(32) },
  { id: 'k2', key: randomBytes(32) },
]
const organizations: OrganizationId[] = []
beforeAll(async () => {
  for (let count = 0; count < 2; count++) organizations.push(await anOrganization(testServices(database())))
})

const inText = (keys: { id: string; key: Buffer }[]) => keys.map(({ id, key }) => `${id}:${key.toString('base64')}`).join(',')
/** As an operator runs it. */
const run = (keys: { id: string; key: Buffer }[]) =>
  promisify(execFile)(process.execPath, [join(import.meta.dirname, 'rotate-keys.ts')], {
    env: { ...process.env, DATABASE_URL: database().url, AUTH_SECRET: 'x'.repeat(32), SECRET_KEYS: inText(keys) },
  })
const systemOf = (organizationId: OrganizationId) => ({ kind: 'system', organizationId, name: 'slack-install' }) as const
const subjects = new Map<OrganizationId, SecretSubject[]>()
const seal = async (organizationId: OrganizationId, count: number) => {
  const store = createSecretStore([older])
  const some = Array.from({ length: count }, () => ({ subjectKind: 'installation', subjectId: newId(), purpose: 'bot_token' }) as const)
  subjects.set(organizationId, some)
  await inOrganization(database().app.db, organizationId, async (tx) => {
    for (const subject of some) {
      await store.writeSecret(tx, systemOf(organizationId), { ...subject, value: `xoxb-${subject.subjectId}`, expiresAtMs: null })
    }
  })
}
const keysInUse = async () =>
  (await database().owner.db.selectFrom('secret').select('key_id').distinct().execute()).map((row) => row.key_id)

describe('node server/rotate-keys.ts', () => {
  it('[SL6] brings every row of every organization under the first key while others read, and the old key is needed no more', async () => {
    for (const organizationId of organizations) await seal(organizationId, 120)
    const reading = createSecretStore([newer, older])
    const readAll = (store: typeof reading) =>
      Promise.all(
        organizations.map((organizationId) =>
          inOrganization(database().app.db, organizationId, async (tx) => {
            for (const subject of subjects.get(organizationId) ?? []) {
              expect((await store.readSecret(tx, systemOf(organizationId), subject))?.value).toBe(`xoxb-${subject.subjectId}`)
            }
          }),
        ),
      )
    const [{ stdout }] = await Promise.all([run([newer, older]), readAll(reading)])
    expect(stdout).toBe('240 secrets were sealed anew. All are under the key "k2" now.\n')
    expect(await keysInUse()).toEqual(['k2'])
    await readAll(createSecretStore([newer]))
    expect((await run([newer, older])).stdout).toMatch(/^0 secrets/)
  })

  it('[SL6] waits for a row that is in other hands', async () => {
    const [organizationId] = organizations
    if (!organizationId) throw new Error('there is no organization')
    await seal(organizationId, 1)
    const [subject] = subjects.get(organizationId) ?? []
    if (!subject) throw new Error('nothing was sealed')
    const store = createSecretStore([newer, older])
    const held = Promise.withResolvers<void>()
    const letGo = Promise.withResolvers<void>()
    const holding = inOrganization(database().app.db, organizationId, async (tx) => {
      await store.readSecretForUpdate(tx, systemOf(organizationId), subject)
      held.resolve()
      await letGo.promise
    })
    await held.promise
    const running = run([newer, older])
    setTimeout(letGo.resolve, 1_500)
    expect((await running).stdout).toMatch(/^1 secret was/)
    await holding
    expect(await keysInUse()).toEqual(['k2'])
  })

  it('[SL6] names the key that is missing, and leaves the rows as they were', async () => {
    const [organizationId] = organizations
    if (!organizationId) throw new Error('there is no organization')
    await seal(organizationId, 1)
    await expect(run([newer])).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('the key "k1" is not among') as string })
    expect((await keysInUse()).toSorted()).toEqual(['k1', 'k2'])
  })
})
