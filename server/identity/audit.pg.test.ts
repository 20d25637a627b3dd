import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import type { SystemActor } from '@atrium/shared/identity/actor.ts'
import type { AuditFilter, AuditFormat } from '@atrium/shared/identity/audit.ts'
import { exportAudit } from './export-audit.ts'
import { listAudit } from './list-audit.ts'
import { actorOf, aMember, anOrganization, testServices } from './testing/builders.ts'
import { writeAudit } from './write-audit.ts'

const database = useTestDatabase()
const services = () => testServices(database())
const start = Date.UTC(2026, 0, 1)

async function anAuditedOffice() {
  const org = await anOrganization(services())
  const owner = await aMember(services(), org, { role: 'owner', name: 'Ada Lindqvist' })
  const bridge: SystemActor = { kind: 'system', organizationId: org, name: 'Slack bridge' }
  await inOrganization(services().db, org, async (tx) => {
    const first = { action: 'slack.connected', subject: 'Northwind', detail: { teamId: 'T1' }, address: '192.0.2.1', nowMs: start }
    await writeAudit(tx, actorOf(owner), first)
    await writeAudit(tx, bridge, { action: 'slack.tokenRevoked', subject: 'Northwind', address: null, nowMs: start + 1 })
  })
  return { org, owner }
}

it('[ID5] says who did what, when and from where, the newest first', async () => {
  const { org, owner } = await anAuditedOffice()
  const entries = await inOrganization(services().db, org, (tx) => listAudit(tx, actorOf(owner), { limit: 10 }))
  expect(entries).toEqual([
    {
      id: expect.any(String),
      at: start + 1,
      actorKind: 'system',
      actorName: 'Slack bridge',
      action: 'slack.tokenRevoked',
      subject: 'Northwind',
      detail: {},
      address: null,
    },
    {
      id: expect.any(String),
      at: start,
      actorKind: 'member',
      actorName: 'Ada Lindqvist',
      action: 'slack.connected',
      subject: 'Northwind',
      detail: { teamId: 'T1' },
      address: '192.0.2.1',
    },
  ])
})

it('[ID5] pages', async () => {
  const { org, owner } = await anAuditedOffice()
  const page = (before?: string) =>
    inOrganization(services().db, org, (tx) => listAudit(tx, actorOf(owner), { limit: 1, ...(before ? { before } : {}) }))
  const [newest] = await page()
  expect((await page(newest?.id)).map(({ action }) => action)).toEqual(['slack.connected'])
})

it('[ID5] is append-only: Postgres refuses the server to change or delete an entry', async () => {
  const { org } = await anAuditedOffice()
  const attempt = (statement: string) => inOrganization(services().db, org, (tx) => sql.raw(statement).execute(tx))
  await expect(attempt(`update audit_entry set action = 'nothing'`)).rejects.toThrow(/permission denied/)
  await expect(attempt(`delete from audit_entry`)).rejects.toThrow(/permission denied/)
  await expect(attempt(`truncate audit_entry`)).rejects.toThrow(/permission denied/)
})

it('[ID5] shows nothing of another organization', async () => {
  await anAuditedOffice()
  const org = await anOrganization(services())
  const stranger = await aMember(services(), org, { role: 'owner' })
  expect(await inOrganization(services().db, org, (tx) => listAudit(tx, actorOf(stranger), { limit: 10 }))).toEqual([])
})

it('[ID5] finds by what it concerns, by words in whom and what, and by time', async () => {
  const { org, owner } = await anAuditedOffice()
  const found = (filter: AuditFilter) =>
    inOrganization(services().db, org, async (tx) =>
      (await listAudit(tx, actorOf(owner), { limit: 10, filter })).map(({ action }) => action),
    )
  await inOrganization(services().db, org, (tx) =>
    writeAudit(tx, actorOf(owner), { action: 'member.removed', subject: 'Ben 100 %', address: null, nowMs: start + 2 }),
  )
  expect(await found({ kind: 'slack' })).toEqual(['slack.tokenRevoked', 'slack.connected'])
  expect(await found({ words: 'ADA lind' })).toEqual(['member.removed', 'slack.connected'])
  expect(await found({ words: 'northw', kind: 'member' })).toEqual([])
  expect(await found({ words: '100 %' })).toEqual(['member.removed'])
  expect(await found({ words: '_00' })).toEqual([])
  expect(await found({ fromMs: start + 1, untilMs: start + 2 })).toEqual(['slack.tokenRevoked'])
})

it('[ID5] is taken along as CSV or JSON, no more than what was asked for, which stands in it from then on', async () => {
  const { org, owner } = await anAuditedOffice()
  const take = (format: AuditFormat, filter: AuditFilter = {}) =>
    inOrganization(services().db, org, (tx) => exportAudit(tx, actorOf(owner), { format, filter, address: '192.0.2.9', nowMs: start + 5 }))
  const csv = await take('csv', { words: 'bridge' })
  expect(csv).toMatchObject({ fileName: 'atrium-audit-2026-01-01.csv', mediaType: 'text/csv' })
  expect(csv.text.split('\r\n').map((line) => line.split(',')[3])).toEqual(['action', 'slack.tokenRevoked', undefined])
  const json = JSON.parse((await take('json')).text) as object[]
  expect(json).toMatchObject([
    {
      action: 'audit.exported',
      actorName: 'Ada Lindqvist',
      subject: '1 entry as CSV',
      detail: { words: 'bridge' },
      address: '192.0.2.9',
    },
    { action: 'slack.tokenRevoked' },
    { action: 'slack.connected', at: '2026-01-01T00:00:00.000Z', detail: { teamId: 'T1' } },
  ])
})
