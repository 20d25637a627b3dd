import { sql } from 'kysely'
import type { Connection } from '@atrium/db/connect.ts'
import { newId, type ConversationId, type OrganizationId } from '@atrium/shared/ids.ts'

export const CONVERSATIONS = 100_000
const MESSAGES_EACH = 10
const LONGEST = 500
/** The measured organization's part; the others share the rest. */
const SHARE = 0.4
const OTHERS = 4

/** Words of which the messages are known to have some: in every third message, in one of two hundred, in twenty. */
export const WORDS = { common: 'delivery', uncommon: 'refund', rare: 'zeppelin' }

/** Fills the inbox of the organization and of four others, as their owner. @returns a conversation of 500 messages */
export async function fillInbox({ db }: Connection, organizationId: OrganizationId): Promise<ConversationId> {
  await fillOne(db, organizationId, CONVERSATIONS * SHARE)
  for (let other = 0; other < OTHERS; other++) {
    const id = newId<OrganizationId>()
    await db
      .insertInto('organization')
      .values({ organization_id: id, name: `Other ${other}`, slug: id })
      .execute()
    await db.insertInto('organization_head').values({ organization_id: id }).execute()
    await fillOne(db, id, (CONVERSATIONS * (1 - SHARE)) / OTHERS)
  }
  const longest = newId<ConversationId>()
  await sql`
    insert into conversation (organization_id, id, number, origin, place, subject, preview)
    select organization_id, ${longest}, last + 1, 'channel', '#support', 'The longest one', 'and so on' from conversation_counter
    where organization_id = ${organizationId}
  `.execute(db)
  await sql`update conversation_counter set last = last + 1 where organization_id = ${organizationId}`.execute(db)
  await sql`
    insert into conversation_message (organization_id, id, conversation_id, author_kind, author_id, text)
    select ${organizationId}, uuidv7(), ${longest}, 'contact', (select id from contact where organization_id = ${organizationId} limit 1),
      'Message ' || n || ' of a conversation that went on for a long time, with a sentence or two in each.'
    from generate_series(1, ${LONGEST}) n
  `.execute(db)
  await sql`vacuum analyze`.execute(db)
  return longest
}

async function fillOne(db: Connection['db'], organizationId: OrganizationId, count: number): Promise<void> {
  await sql`
    insert into customer (organization_id, id, name) select ${organizationId}, uuidv7(), 'Customer ' || n from generate_series(1, 200) n
  `.execute(db)
  await sql`
    insert into contact (organization_id, id, customer_id, name)
    select organization_id, uuidv7(), id, 'Somebody ' || n || ' of ' || name from customer cross join generate_series(1, 5) n
    where organization_id = ${organizationId}
  `.execute(db)
  // The newest number was active last, one every forty seconds; seven in ten are closed.
  await sql`
    with people as (
      select id, customer_id, row_number() over (order by id) - 1 as place from contact where organization_id = ${organizationId}
    )
    insert into conversation (organization_id, id, number, customer_id, contact_id, origin, place, subject, preview, status, priority, created_at, last_activity_at)
    select ${organizationId}, uuidv7(ago), n, people.customer_id, people.id, 'channel', '#support', 'Question number ' || n, 'What came last',
      case when n % 10 < 7 then 'closed' when n % 10 < 9 then 'open' else 'pending' end,
      (array['urgent', 'high', 'normal', 'normal', 'low'])[1 + n % 5], now() + ago, now() + ago
    from generate_series(1, ${count}::integer) n
      cross join lateral (select (n - ${count}::integer) * interval '40 seconds' as ago) at
      join people on people.place = n % 1000
  `.execute(db)
  await sql`
    insert into conversation_counter (organization_id, last) values (${organizationId}, ${count})
    on conflict (organization_id) do update set last = excluded.last
  `.execute(db)
  await sql`
    insert into conversation_message (organization_id, id, conversation_id, author_kind, author_id, text, created_at)
    select organization_id, uuidv7(ago), conversation.id, 'contact', contact_id, concat_ws(' ',
      case when m % 3 = 0 then ${WORDS.common}::text end,
      case when (number * 10 + m) % 200 = 0 then ${WORDS.uncommon}::text end,
      case when m = 1 and number % (${count}::integer / 20) = 0 then ${WORDS.rare}::text end,
      (select string_agg('word' || abs(hashtext(number || ' ' || m || ' ' || k)) % 3000, ' ') from generate_series(1, 12) k)
    ), now() + ago
    from conversation cross join generate_series(1, ${MESSAGES_EACH}::integer) m
      cross join lateral (select last_activity_at - now() - (${MESSAGES_EACH}::integer - m) * interval '3 seconds' as ago) at
    where organization_id = ${organizationId} and number <= ${count}
  `.execute(db)
}
