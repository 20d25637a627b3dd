import { sql, type Kysely } from 'kysely'
import { forceRowSecurity } from './row-security.ts'

/** Tenancy, the change feed and the audit log. Every key leads with the organization. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table organization (
      organization_id uuid primary key,
      name text not null check (length(name) between 1 and 120),
      slug text not null unique,
      created_at timestamptz not null default now()
    );

    -- From a key that came from outside (a user, a guest link, a Slack team) to the organization it belongs to.
    create table organization_route (
      organization_id uuid not null references organization on delete cascade,
      kind text not null,
      key text not null,
      primary key (organization_id, kind, key)
    );
    create index organization_route_key on organization_route (kind, key);

    create table organization_head (
      organization_id uuid primary key references organization on delete cascade,
      seq bigint not null default 0
    );

    create table change (
      organization_id uuid not null references organization on delete cascade,
      seq bigint not null,
      kind text not null,
      audience text[] not null,
      entity_id text not null,
      rev bigint not null,
      payload jsonb not null,
      at timestamptz not null default now(),
      primary key (organization_id, seq)
    );

    -- How far a consumer inside the server (the bridge to Slack, say) has read the feed.
    create table feed_cursor (
      organization_id uuid not null references organization on delete cascade,
      consumer text not null,
      seq bigint not null default 0,
      primary key (organization_id, consumer)
    );

    create table client_mutation (
      organization_id uuid not null references organization on delete cascade,
      person_id uuid not null,
      client_id uuid not null,
      procedure text not null,
      result jsonb,
      at timestamptz not null default now(),
      primary key (organization_id, person_id, client_id)
    );

    create table audit_entry (
      organization_id uuid not null references organization on delete cascade,
      id uuid not null,
      at timestamptz not null default now(),
      actor_kind text not null,
      actor_id uuid,
      actor_name text not null,
      action text not null,
      subject text not null,
      detail jsonb not null default '{}',
      address text,
      primary key (organization_id, id)
    );
  `.execute(db)
  await forceRowSecurity(db, ['change', 'feed_cursor', 'client_mutation'])
  await forceRowSecurity(db, ['audit_entry'], { grant: 'select, insert' })
  await forceRowSecurity(db, ['organization', 'organization_head'], { workerReads: true })
  await forceRowSecurity(db, ['organization_route'], { orUsing: `key = nullif(current_setting('atrium.route_key', true), '')` })
}
