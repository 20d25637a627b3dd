import type { Kysely } from 'kysely'
import type { DB } from '@atrium/db/schema.generated.ts'
import { newId, type Id } from '@atrium/shared/ids.ts'

export interface NewEmail {
  to: string
  subject: string
  /** Plain text, the link in it where there is one. */
  body: string
  link: string | null
}

/** Owes an e-mail: the row commits with whatever made it necessary, and the worker sends it later. Takes a transaction of either role. */
export async function enqueueEmail(db: Kysely<DB>, email: NewEmail, nowMs: number): Promise<void> {
  await db
    .insertInto('auth.outgoing_email')
    .values({
      id: newId<Id<'email'>>(nowMs),
      to_address: email.to,
      subject: email.subject,
      body: email.body,
      link: email.link,
      created_at: new Date(nowMs),
      not_before: new Date(nowMs),
    })
    .execute()
}
