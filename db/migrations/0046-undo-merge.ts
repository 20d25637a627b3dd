import { sql, type Kysely } from 'kysely'
import { forceRowSecurity } from './row-security.ts'

/** What merging a conversation did, so that it can be undone. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table conversation_merge (
      organization_id uuid not null references organization on delete cascade,
      absorbed_id uuid not null,
      kept_id uuid not null,
      -- What had been merged into the absorbed one before.
      followed uuid[] not null,
      message_ids uuid[] not null,
      note_ids uuid[] not null,
      -- How both stood before it and the kept one after it, and all of their votes.
      stood jsonb not null,
      merged_by uuid not null,
      merged_at timestamptz not null,
      primary key (organization_id, absorbed_id),
      foreign key (organization_id, absorbed_id) references conversation on delete cascade,
      foreign key (organization_id, kept_id) references conversation on delete cascade
    );
    create index conversation_merge_kept on conversation_merge (organization_id, kept_id);

    -- In whose place it was written, where that one had been merged into another and it stands there.
    alter table conversation_message add column written_in uuid;
  `.execute(db)
  await forceRowSecurity(db, ['conversation_merge'])
}
