import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table slack_link
      -- What the member says of themselves in Slack, as Slack has it, and when that was; and whether Slack has them as active.
      add column status_text text not null default '',
      add column status_emoji text not null default '',
      add column status_until timestamptz,
      add column status_told_at timestamptz,
      add column status_asked_at timestamptz,
      add column slack_presence text check (slack_presence in ('active', 'away')),
      add column status_rev bigint not null default 0,
      -- When Slack is asked next, while they are in a space.
      add column look_at timestamptz not null default now(),
      -- Atrium may say in their Slack status where they are.
      add column shows_place boolean not null default false,
      -- The words that we have put there, until when Slack shows them, and those that we are about to put.
      add column place_put text,
      add column place_until timestamptz,
      add column place_trying text,
      -- They have taken them away or written others: nothing is put there again before they have left.
      add column place_declined boolean not null default false,
      add column place_at timestamptz not null default now();
  `.execute(db)
}
