import { sql, type Kysely } from 'kysely'
import { forceRowSecurity } from './row-security.ts'

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- Which Slack file is which of ours. Stays when ours is gone: what we shared has to be known, and to be deleted, for good.
    create table slack_file (
      organization_id uuid not null references organization on delete cascade,
      file_id uuid not null,
      slack_file_id text not null,
      installation_id uuid not null,
      -- The delivery that shares it there. Written before Slack is asked to, so that its echo is known however fast it comes.
      delivery_id uuid,
      -- The Slack message that it came with.
      channel_id text,
      ts text,
      -- Slack did not know the upload any more: nothing will come of it.
      spent boolean not null default false,
      created_at timestamptz not null default now(),
      primary key (organization_id, file_id, slack_file_id),
      check ((delivery_id is null) = (channel_id is not null)),
      check ((channel_id is null) = (ts is null))
    );
    create index slack_file_id on slack_file (organization_id, slack_file_id);
    create index slack_file_delivery on slack_file (organization_id, delivery_id) where delivery_id is not null;
    create index slack_file_message on slack_file (organization_id, channel_id, ts) where channel_id is not null;

    -- Files of Slack whose bytes are still to be fetched.
    create table slack_fetch (
      organization_id uuid not null references organization on delete cascade,
      file_id uuid not null,
      installation_id uuid not null,
      slack_file_id text not null,
      channel_id text not null,
      -- How often it was tried in vain.
      attempts integer not null default 0,
      error text,
      -- Nobody looks at it before: it is being fetched, or it waits to be tried again.
      due_at timestamptz not null default now(),
      -- Rises with each claim; a claimant whose fence is old may not write.
      fence bigint not null default 0,
      primary key (organization_id, file_id),
      foreign key (organization_id, file_id) references file on delete cascade
    );
    create index slack_fetch_due on slack_fetch (due_at);
  `.execute(db)
  await forceRowSecurity(db, ['slack_file'])
  await forceRowSecurity(db, ['slack_fetch'], { workerWrites: true })
}
