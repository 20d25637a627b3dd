import { sql, type Kysely } from 'kysely'
import { forceRowSecurity } from './row-security.ts'

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- Since when the other side does not know the place that the lane leads to: it may go by another name, of which nobody has told yet.
    alter table delivery_lane add column astray_since timestamptz;

    -- What is said of a channel under an id that it had before is said of the one that it has now.
    create table slack_channel_move (
      organization_id uuid not null references organization on delete cascade,
      installation_id uuid not null,
      former_id text not null,
      channel_id text not null check (channel_id <> former_id),
      moved_at timestamptz not null,
      primary key (organization_id, installation_id, former_id)
    );
    create index slack_channel_move_channel on slack_channel_move (organization_id, installation_id, channel_id);
  `.execute(db)
  await forceRowSecurity(db, ['slack_channel_move'])
}
