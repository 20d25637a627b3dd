import { sql, type Kysely } from 'kysely'

/** A long message stands in several Slack messages, each of which its author may edit there. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- Of a post that carries one of several parts of a message and went out with its author's own token: which part, what it says as Markdown
    -- with everybody's ids, and how it goes on from the part before it.
    alter table slack_message add column part jsonb;
  `.execute(db)
}
