import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import { newId, type OrganizationId } from '@atrium/shared/ids.ts'
import type { Actor } from '@atrium/shared/identity/actor.ts'
import { actorOf, aMember, anOrganization, testServices } from '../../identity/testing/builders.ts'
import { withSlack, type SlackServices } from '../../slack/slack-services.ts'
import { rotateSecrets } from './rotate-secrets.ts'
import { currentKey } from './seal.rules.ts'

const database = useTestDatabase()
const [first, second] = [
  { id: 'k1', key: randomBytes(32) },
  { id: 'k2', key: randomBytes(32) },
]
let organizationId: OrganizationId
let system: Actor

beforeAll(async () => {
  organizationId = await anOrganization(testServices(database()))
  system = { kind: 'system', organizationId, name: 'slack-install' }
})

const slackOf = (...secretKeys: { id: string; key: Buffer }[]): SlackServices =>
  withSlack(testServices(database()), {
    slackApiUrl: 'http://127.0.0.1/',
    slackAuthorizeUrl: 'http://127.0.0.1/',
    publicUrl: '',
    secretKeys,
    maxFileBytes: 1,
  })
const write = (services: SlackServices, subjectId: string, value: string) =>
  inOrganization(services.db, organizationId, (tx) =>
    services.secrets.writeSecret(tx, system, { subjectKind: 'installation', subjectId, purpose: 'bot_token', value, expiresAtMs: null }),
  )
const read = (services: SlackServices, subjectId: string, actor: Actor = system) =>
  inOrganization(services.db, organizationId, (tx) =>
    services.secrets.readSecret(tx, actor, { subjectKind: 'installation', subjectId, purpose: 'bot_token' }),
  )
const rows = () => database().owner.db.selectFrom('secret').selectAll().where('organization_id', '=', organizationId)

describe('at rest', () => {
  it('[SL6] nothing of a token can be read from the row, and the same token twice looks different', async () => {
    const services = slackOf(first)
    const [one, two] = [newId(), newId()]
    for (const id of [one, two]) await write(services, id, 'xoxb-very-secret')
    expect(await read(services, one)).toEqual({ value: 'xoxb-very-secret', expiresAtMs: null })
    const stored = await rows().where('subject_id', 'in', [one, two]).execute()
    expect(stored.map(({ ciphertext }) => ciphertext.toString('latin1')).join()).not.toContain('very-secret')
    expect(stored[0]?.ciphertext.equals(stored[1]?.ciphertext ?? Buffer.alloc(0))).toBe(false)
  })

  it.each(['subject_id', 'purpose', 'organization_id'] as const)('[SL6] a row moved to another %s does not open', async (column) => {
    const services = slackOf(first)
    const [mine, other] = [newId(), newId()]
    await write(services, mine, 'xoxb-mine')
    const organization = await anOrganization(services)
    const moved = { subject_id: other, purpose: 'bot_refresh_token', organization_id: organization }[column]
    await database()
      .owner.db.updateTable('secret')
      .set({ [column]: moved })
      .where('subject_id', '=', mine)
      .execute()
    const subject = { subjectKind: 'installation', subjectId: column === 'subject_id' ? other : mine } as const
    const where = column === 'organization_id' ? organization : organizationId
    const reading = inOrganization(services.db, where, (tx) =>
      services.secrets.readSecret(
        tx,
        { kind: 'system', organizationId: where, name: 'slack-install' },
        { ...subject, purpose: column === 'purpose' ? 'bot_refresh_token' : 'bot_token' },
      ),
    )
    await expect(reading).rejects.toThrow(/does not open/)
  })

  it('[SL6] swapped ciphertexts are refused, and so is one byte changed', async () => {
    const services = slackOf(first)
    const [one, two] = [newId(), newId()]
    await write(services, one, 'xoxb-one')
    await write(services, two, 'xoxb-two')
    const [row] = await rows().where('subject_id', '=', one).execute()
    if (!row) throw new Error('the row was not written')
    await database()
      .owner.db.updateTable('secret')
      .set({ nonce: row.nonce, ciphertext: row.ciphertext })
      .where('subject_id', '=', two)
      .execute()
    await expect(read(services, two)).rejects.toThrow(/does not open/)
    const changed = Buffer.from(row.ciphertext)
    changed[0] = (changed[0] ?? 0) ^ 1
    await database().owner.db.updateTable('secret').set({ ciphertext: changed }).where('subject_id', '=', one).execute()
    await expect(read(services, one)).rejects.toThrow(/does not open/)
  })
})

describe('keys', () => {
  it('[SL6] reads what an older key sealed, writes with the first, and rewrites the old ones while others work', async () => {
    const id = newId()
    await write(slackOf(first), id, 'xoxb-old')
    const both = slackOf(second, first)
    expect((await read(both, id))?.value).toBe('xoxb-old')
    const reading = Promise.all(Array.from({ length: 20 }, () => read(both, id)))
    await database().owner.db.deleteFrom('secret').where('subject_id', '<>', id).execute()
    expect(await rotateSecrets(both)).toBe(1)
    expect((await reading).every((secret) => secret?.value === 'xoxb-old')).toBe(true)
    expect((await rows().where('subject_id', '=', id).execute()).map((row) => row.key_id)).toEqual(['k2'])
    expect((await read(slackOf(second), id))?.value).toBe('xoxb-old')
    expect(await rotateSecrets(both)).toBe(0)
  })

  it('[SL6] says which key is missing', async () => {
    const id = newId()
    await write(slackOf(first), id, 'xoxb')
    await expect(read(slackOf(second), id)).rejects.toThrow(/"k1"/)
    expect(() => currentKey([])).toThrow(/no secret key/)
  })
})

describe('who may open', () => {
  it('[SL6] owners, admins and the named parts of the server, and nobody else', async () => {
    const services = slackOf(first)
    const id = newId()
    await write(services, id, 'xoxb')
    for (const role of ['owner', 'admin'] as const) {
      const actor = actorOf(await aMember(services, organizationId, { role }))
      expect((await read(services, id, actor))?.value).toBe('xoxb')
    }
    const member = actorOf(await aMember(services, organizationId))
    const stranger: Actor = { kind: 'system', organizationId, name: 'somebody' }
    for (const actor of [member, stranger]) {
      await expect(read(services, id, actor)).rejects.toMatchObject({ code: 'not_allowed' })
      const subject = { subjectKind: 'installation', subjectId: id } as const
      const writing = inOrganization(services.db, organizationId, (tx) =>
        services.secrets.writeSecret(tx, actor, { ...subject, purpose: 'bot_token', value: 'x', expiresAtMs: null }),
      )
      await expect(writing).rejects.toMatchObject({ code: 'not_allowed' })
      await expect(
        inOrganization(services.db, organizationId, (tx) => services.secrets.deleteSecrets(tx, actor, subject)),
      ).rejects.toMatchObject({ code: 'not_allowed' })
    }
    expect((await read(services, id))?.value).toBe('xoxb')
  })
})
