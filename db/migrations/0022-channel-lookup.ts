import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table slack_channel
      -- When Slack's latest event about it came: what was asked of Slack before that is older.
      add column told_at timestamptz,
      -- Slack has told of it, but neither its name nor what it is: when to ask. Null: nothing to ask.
      add column lookup_at timestamptz,
      add column lookup_failures integer not null default 0;
    create index slack_channel_lookup on slack_channel (lookup_at) where lookup_at is not null;
    -- Invited before anything asked for names: until now only a refresh brought them.
    alter table slack_channel no force row level security;
    update slack_channel set lookup_at = now() where name = channel_id;
    alter table slack_channel force row level security;
    create policy worker on slack_channel for select using ((select current_setting('atrium.worker', true)) = 'on');
  `.execute(db)
}
