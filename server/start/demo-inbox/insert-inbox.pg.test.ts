import { expect, it } from 'vitest'
import { DEMO_ORGANIZATION, insertDemoAccounts, insertDemoOrganization } from '@atrium/db/demo/insert-demo.ts'
import { findDemoPerson } from '@atrium/db/demo/people.ts'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import { report } from '../../inbox/reports/report.ts'
import { searchConversations } from '../../inbox/search/search-conversations.ts'
import { insertDemoInbox } from './insert-inbox.ts'

const database = useTestDatabase()
const nowMs = Date.UTC(2026, 10, 30, 18)

it('[OP1, IN13] the demo has something to report on: every week, every customer and every agent, in time and late, rated', async () => {
  await insertDemoAccounts(database().auth.db)
  await inOrganization(database().app.db, DEMO_ORGANIZATION, async (tx) => {
    await insertDemoOrganization(tx, nowMs)
    await insertDemoInbox(tx, nowMs)
  })
  const dana = findDemoPerson('dana')!
  const actor: MemberActor = {
    kind: 'member',
    organizationId: DEMO_ORGANIZATION,
    personId: dana.memberId,
    userId: dana.userId,
    role: dana.role,
  }
  const scope = { from: '2026-10-19', until: '2026-11-30', timeZone: 'UTC' }
  await inOrganization(database().app.db, DEMO_ORGANIZATION, async (tx) => {
    const weeks = await report(tx, actor, { group: 'week', scope })
    expect(weeks.map(({ opened }) => opened > 10)).toEqual([true, true, true, true, true, true, false])
    for (const group of ['customer', 'agent', 'channel'] as const) {
      const rows = await report(tx, actor, { group, scope })
      expect(rows).toHaveLength(group === 'agent' ? 4 : 5)
      for (const row of rows) {
        expect(row.opened).toBe(row.closed)
        expect([row.firstReply.medianMs, row.resolution.medianMs]).toEqual([expect.any(Number), expect.any(Number)])
        expect([row.ratings.count > 3, row.sla.firstReply.met > 3]).toEqual([true, true])
      }
    }
    const [total] = await report(tx, actor, { group: 'total', scope })
    expect([total!.sla.firstReply.breached > 5, total!.ratings.good < total!.ratings.count]).toEqual([true, true])
    const found = await searchConversations(tx, actor, { words: 'purchase order', limit: 50 })
    expect(found.found.length).toBeGreaterThan(3)
  })
})
