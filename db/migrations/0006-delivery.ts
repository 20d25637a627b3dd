import { sql, type Kysely } from 'kysely'
import { forceRowSecurity } from './row-security.ts'

/** What we owe to the outside, in order per lane; knows of calls and lanes, not of Slack. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table delivery_lane (
      organization_id uuid not null references organization on delete cascade,
      id uuid not null,
      -- Which sender drains it ('slack'), on whose credentials (an installation), and where to (a Slack channel or DM).
      transport text not null,
      scope_id uuid not null,
      key text not null,
      -- How many of its deliveries are not settled; also serialises those who owe to the same lane.
      pending integer not null default 0 check (pending >= 0),
      -- Changes seldom, and is all that is indexed: so claiming and settling update the row in place, without its indexes.
      owes boolean generated always as (pending > 0) stored,
      -- Nobody looks at this lane before: it is leased, it keeps its pace, or its gate is closed.
      due_at timestamptz not null default now(),
      -- Set while somebody works on it.
      lease_until timestamptz,
      -- Rises with each claim; a claimant whose fence is old may not write.
      fence bigint not null default 0,
      primary key (organization_id, id),
      unique (organization_id, transport, scope_id, key)
    ) with (fillfactor = 50);
    create index delivery_lane_owes on delivery_lane (transport) where owes;

    create table delivery (
      organization_id uuid not null references organization on delete cascade,
      id uuid not null,
      lane_id uuid not null,
      ordinal bigint generated always as identity,
      operation text not null,
      payload jsonb not null,
      state text not null default 'queued' check (state in ('queued', 'sending', 'unknown', 'sent', 'failed', 'dropped')),
      attempts integer not null default 0,
      -- How often we looked for it after a lost answer and did not find it, or could not tell.
      absences integer not null default 0,
      doubts integer not null default 0,
      -- What of ours it carries, to tell its state there.
      entity_kind text check (entity_kind in ('message', 'conversation_message')),
      entity_id uuid,
      result jsonb,
      error text,
      created_at timestamptz not null default now(),
      sending_at timestamptz,
      settled_at timestamptz,
      primary key (organization_id, id),
      foreign key (organization_id, lane_id) references delivery_lane on delete cascade
    ) with (fillfactor = 60);
    create index delivery_pending on delivery (organization_id, lane_id, ordinal) where settled_at is null;
    create index delivery_entity on delivery (organization_id, entity_id) where entity_id is not null;

    -- A 429 closes one operation of one scope until its time; '*' closes the whole scope (a dead token) until it is opened.
    create table delivery_gate (
      organization_id uuid not null references organization on delete cascade,
      scope_id uuid not null,
      operation text not null,
      closed_until timestamptz not null,
      reason text not null,
      primary key (organization_id, scope_id, operation)
    );
  `.execute(db)
  await forceRowSecurity(db, ['delivery_lane', 'delivery', 'delivery_gate'], { workerWrites: true })
}
