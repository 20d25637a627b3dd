import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { connect } from '@atrium/db/connect.ts'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { createEmailWorker, type EmailMessage } from './email-worker.ts'
import { createLogger } from './logger.ts'
import { enqueueEmail } from './outgoing-email.ts'

const database = useTestDatabase()
const start = Date.UTC(2026, 0, 1)

function aWorker({ failing = 0, connection = database().auth } = {}) {
  const [sent, clock]: [EmailMessage[], { at: number }] = [[], { at: start }]
  let failures = failing
  const worker = createEmailWorker({
    connection,
    from: 'Atrium <atrium@example.com>',
    clock: { now: () => clock.at },
    logger: createLogger('silent'),
    async send(message) {
      failures -= 1
      if (failures >= 0) throw new Error('451 try again later')
      sent.push(message)
    },
  })
  return { worker, sent, clock }
}
const owe = (to: string) =>
  enqueueEmail(database().app.db, { to, subject: 'Hello', body: 'https://x/secret', link: 'https://x/secret' }, start)
const rowOf = (to: string) =>
  database().owner.db.selectFrom('auth.outgoing_email').selectAll().where('to_address', '=', to).executeTakeFirstOrThrow()

it('sends what is owed once, also with two workers, and then forgets the link', async () => {
  await owe('ada@example.com')
  const [one, two] = [aWorker(), aWorker()]
  await Promise.all([one.worker.sendDue(), two.worker.sendDue()])
  await one.worker.sendDue()
  expect([...one.sent, ...two.sent]).toEqual([
    { from: 'Atrium <atrium@example.com>', to: 'ada@example.com', subject: 'Hello', text: 'https://x/secret' },
  ])
  expect(await rowOf('ada@example.com')).toMatchObject({ body: '', link: null, sent_at: new Date(start) })
})

it('tries again later what the mail server did not take', async () => {
  await owe('ben@example.com')
  const { worker, sent, clock } = aWorker({ failing: 1 })
  expect([await worker.sendDue(), await worker.sendDue()]).toEqual([0, 0])
  expect(await rowOf('ben@example.com')).toMatchObject({ attempts: 1, last_error: '451 try again later', sent_at: null })
  clock.at += 30_000
  expect(await worker.sendDue()).toBe(1)
  expect(sent).toHaveLength(1)
})

it('takes ten at a time, also when Postgres plans to go through the table and asks for each row what is due', async () => {
  for (let count = 0; count < 25; count += 1) await owe(`${count}@example.com`)
  const connection = connect({ url: database().url, role: 'auth', poolSize: 1 })
  const others = ['hashjoin', 'mergejoin', 'hashagg', 'sort', 'material', 'memoize']
  for (const plan of others) await sql.raw(`set enable_${plan} = off`).execute(connection.db)
  const { worker } = aWorker({ connection })
  expect([await worker.sendDue(), await worker.sendDue(), await worker.sendDue(), await worker.sendDue()]).toEqual([10, 10, 5, 0])
  await connection.close()
})

it('lets the server owe e-mails without reading any', async () => {
  await expect(database().app.db.selectFrom('auth.outgoing_email').select('body').execute()).rejects.toThrow(/permission denied/)
})
