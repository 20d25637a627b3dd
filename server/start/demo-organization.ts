import { DEMO_ORGANIZATION, insertDemoAccounts, insertDemoOrganization } from '@atrium/db/demo/insert-demo.ts'
import { connect } from '@atrium/db/connect.ts'
import { migrate } from '@atrium/db/migrate.ts'
import { asWorker, inOrganization } from '@atrium/db/transaction.ts'
import { insertDemoInbox } from './demo-inbox/insert-inbox.ts'

/** Northwind, unless it is there already: what people did to it since stays. */
export async function ensureDemoOrganization(databaseUrl: string, nowMs: number): Promise<void> {
  await migrate(databaseUrl)
  const app = connect({ url: databaseUrl, role: 'app', poolSize: 1 })
  const auth = connect({ url: databaseUrl, role: 'auth', poolSize: 1 })
  try {
    const known = await asWorker(app.db, (tx) =>
      tx.selectFrom('organization').select('organization_id').where('organization_id', '=', DEMO_ORGANIZATION).executeTakeFirst(),
    )
    if (known) return
    await insertDemoAccounts(auth.db)
    await inOrganization(app.db, DEMO_ORGANIZATION, async (tx) => {
      await insertDemoOrganization(tx, nowMs)
      await insertDemoInbox(tx, nowMs)
    })
  } finally {
    await Promise.all([app.close(), auth.close()])
  }
}
