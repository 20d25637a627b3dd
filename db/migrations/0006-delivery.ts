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
      blocked_reason text,
      -- Nothing of this lane starts before.
      ready_at timestamptz not null default now(),
      lease_until timestamptz,
      -- Rises with each claim; a claimant whose fence is old may not write.
      fence bigint not null default 0,
      primary key (organization_id, id),
      unique (organization_id, transport, scope_id, key)
    );

    create table delivery (
      organization_id uuid not null references organization on delete cascade,
      id uuid not null,
      lane_id uuid not null,
      ordinal bigint generated always as identity,
      operation text not null,
      payload jsonb not null,
      state text not null default 'queued' check (state in ('queued', 'sending', 'unknown', 'sent', 'failed', 'dropped')),
      attempts integer not null default 0,
      -- What of ours it carries, to tell its state there.
      entity_kind text,
      entity_id uuid,
      result jsonb,
      error text,
      created_at timestamptz not null default now(),
      not_before timestamptz not null default now(),
      sending_at timestamptz,
      settled_at timestamptz,
      primary key (organization_id, id),
      foreign key (organization_id, lane_id) references delivery_lane on delete cascade
    );
    create index delivery_pending on delivery (organization_id, lane_id, ordinal) where state in ('queued', 'sending', 'unknown');
    create index delivery_entity on delivery (organization_id, entity_id);

    -- A 429 closes one method of one installation.
    create table delivery_gate (
      organization_id uuid not null references organization on delete cascade,
      scope_id uuid not null,
      operation text not null,
      closed_until timestamptz not null,
      primary key (organization_id, scope_id, operation)
    );
  `.execute(db)
  await forceRowSecurity(db, ['delivery_lane', 'delivery', 'delivery_gate'], { workerWrites: true })
}
