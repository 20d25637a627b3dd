import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { aConnectedOffice, aWatchedChannel, useSlackScene } from '../testing/slack-scene.ts'
import { syncNow } from './testing/reconciling.ts'
import { wakeAll, wakeInstallations } from './wake-reconcile.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)

const THREADS = 150
const MINUTE_MS = 60_000

it('[SL11] those who wake and those who bring the list up to date at the same time wait for each other, and none is stopped by a deadlock', async () => {
  const office = await aConnectedOffice(scene)
  const { organizationId, installationId } = office
  const { channelId } = await aWatchedChannel(scene, office)
  await syncNow(scene, office)
  const { db } = database().owner
  // Threads in which somebody has written lately, so that nobody takes them off the list.
  await sql`
    with thread as (
      insert into slack_thread (organization_id, installation_id, channel_id, thread_ts)
      select ${organizationId}, ${installationId}, ${channelId}, extract(epoch from now())::bigint || '.' || lpad(n::text, 6, '0')
      from generate_series(1, ${THREADS}) n returning *
    )
    insert into slack_message (organization_id, installation_id, channel_id, ts)
    select organization_id, installation_id, channel_id, thread_ts from thread
  `.execute(db)
  await syncNow(scene, office)
  for (let round = 1; round <= 8; round += 1) {
    // Where a row lies in its table changes whenever it is written, and with it who comes to it first.
    await sql`update slack_reconcile set failures = 0 where hashtext(thread_ts || ${round}::text) % 2 = 0`.execute(db)
    const nowMs = Date.now() + round * 10 * MINUTE_MS
    const wake = (more: number) =>
      commitInOrganization(scene.services, organizationId, (tx) =>
        wakeInstallations(tx, organizationId, { ids: [installationId], nowMs: nowMs + more * 6 * MINUTE_MS }),
      )
    await Promise.all([
      wake(0),
      wakeAll(scene.services.db, nowMs),
      syncNow(scene, office),
      wake(1),
      wakeAll(scene.services.db, nowMs),
      syncNow(scene, office),
    ])
  }
  const rows = await db.selectFrom('slack_reconcile').select('thread_ts').where('organization_id', '=', organizationId).execute()
  expect(rows).toHaveLength(THREADS + 1)
})
