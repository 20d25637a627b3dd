import { sql } from 'kysely'
import type { Connection } from '@atrium/db/connect.ts'
import type { Clock } from './clock.ts'
import type { Logger } from './logger.ts'

export interface EmailMessage {
  from: string
  to: string
  subject: string
  text: string
}
export interface EmailWorker {
  start(): void
  /** Waits for what is being sent. */
  stop(): Promise<void>
  /** Sends what is due now. @returns how many went out. */
  sendDue(): Promise<number>
}
export interface EmailWorkerOptions {
  /** Of the role `auth`. */
  connection: Connection
  /** Hands one e-mail to a mail server. @throws when it was not taken. */
  send(message: EmailMessage): Promise<void>
  from: string
  clock: Clock
  logger: Logger
}

const POLL_MS = 1_000
/** How long a claim holds; a worker killed while sending lets another one try after that. */
const LEASE_MS = 120_000
const BATCH = 10
const RETRY_MS = [30_000, 120_000, 600_000, 3_600_000]
const ATTEMPTS = 12

interface Claimed {
  id: string
  to_address: string
  subject: string
  body: string
  attempts: number
}

/** Sends the outbox, at least once each. An e-mail that went out loses its body and link: they were keys to an account. */
export function createEmailWorker(options: EmailWorkerOptions): EmailWorker {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<unknown> = Promise.resolve()
  let stopped = false
  const turn = async () => {
    try {
      await sendDue(options)
    } catch (error) {
      options.logger.error({ err: error }, 'the e-mail outbox could not be read')
    }
    if (!stopped) timer = setTimeout(() => void (running = turn()), POLL_MS)
  }
  return {
    start: () => void (running = turn()),
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
    sendDue: () => sendDue(options),
  }
}

async function sendDue(options: EmailWorkerOptions): Promise<number> {
  const claimed = await claimDue(options)
  let sent = 0
  for (const email of claimed) {
    try {
      await options.send({ from: options.from, to: email.to_address, subject: email.subject, text: email.body })
      await settleSent(options, email.id)
      sent += 1
    } catch (error) {
      options.logger.warn({ err: error, emailId: email.id, attempts: email.attempts }, 'an e-mail was not taken by the mail server')
      await settleFailed(options, email, error)
    }
  }
  return sent
}

/** `materialized`: as a part of the update, what is due may be asked for once for each row, and find others each time. */
async function claimDue({ connection, clock }: EmailWorkerOptions): Promise<Claimed[]> {
  const now = clock.now()
  const { rows } = await sql<Claimed>`
    with due as materialized (
      select id from auth.outgoing_email where sent_at is null and not_before <= ${new Date(now)} and attempts < ${ATTEMPTS}
      order by not_before limit ${BATCH} for update skip locked
    )
    update auth.outgoing_email email set attempts = attempts + 1, not_before = ${new Date(now + LEASE_MS)}
    from due where email.id = due.id
    returning email.id, to_address, subject, body, attempts
  `.execute(connection.db)
  return rows
}

async function settleSent({ connection, clock }: EmailWorkerOptions, id: string): Promise<void> {
  await connection.db
    .updateTable('auth.outgoing_email')
    .set({ sent_at: new Date(clock.now()), body: '', link: null, last_error: null })
    .where('id', '=', id)
    .execute()
}

async function settleFailed({ connection, clock }: EmailWorkerOptions, email: Claimed, error: unknown): Promise<void> {
  const waitMs = RETRY_MS[Math.min(email.attempts, RETRY_MS.length) - 1] ?? RETRY_MS[0]!
  await connection.db
    .updateTable('auth.outgoing_email')
    .set({ not_before: new Date(clock.now() + waitMs), last_error: error instanceof Error ? error.message.slice(0, 500) : 'unknown' })
    .where('id', '=', email.id)
    .execute()
}
