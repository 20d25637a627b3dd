import { sql, type Kysely } from 'kysely'
import { forceRowSecurity } from './row-security.ts'

/** The API and its keys, signed webhooks, and what was handed on to Linear. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- Of anything that we keep a credential for.
    alter table slack_secret rename to secret;
    alter table secret rename constraint slack_secret_pkey to secret_pkey;
    alter table secret drop constraint slack_secret_subject_kind_check,
      add constraint secret_subject_kind_check check (subject_kind in ('app', 'installation', 'link', 'webhook', 'linear'));

    create table api_key (
      organization_id uuid not null references organization on delete cascade,
      id uuid not null,
      name text not null check (length(name) between 1 and 60),
      -- By which people recognise it; the rest is known to whoever was shown it.
      prefix text not null,
      token_hash text not null,
      scopes text[] not null,
      created_by uuid not null,
      created_at timestamptz not null,
      expires_at timestamptz,
      revoked_at timestamptz,
      last_used_at timestamptz,
      -- How often it was used in the minute that began then.
      window_began_at timestamptz not null default now(),
      window_used integer not null default 0,
      primary key (organization_id, id)
    ) with (fillfactor = 50);
    create unique index api_key_token on api_key (organization_id, token_hash);

    -- What a write was answered, so that the same one sent again is answered and not repeated.
    create table api_answer (
      organization_id uuid not null references organization on delete cascade,
      api_key_id uuid not null,
      idempotency_key text not null,
      request_hash text not null,
      status smallint,
      body text,
      created_at timestamptz not null,
      primary key (organization_id, api_key_id, idempotency_key),
      foreign key (organization_id, api_key_id) references api_key on delete cascade
    );
    create index api_answer_old on api_answer (organization_id, created_at);

    -- An automation writes under the organization's name; author_id is the key or the connection that it came through.
    alter table conversation_message drop constraint conversation_message_author_kind_check,
      add constraint conversation_message_author_kind_check check (author_kind in ('contact', 'member', 'automation'));
    alter table note add column author_kind text not null default 'member' check (author_kind in ('member', 'automation'));

    create table webhook_endpoint (
      organization_id uuid not null references organization on delete cascade,
      id uuid not null,
      url text not null,
      description text not null default '' check (length(description) <= 120),
      events text[] not null,
      state text not null default 'active' check (state in ('active', 'disabled')),
      disabled_reason text,
      -- Until then what is sent is signed with the secret before, too.
      former_secret_until timestamptz,
      created_by uuid not null,
      created_at timestamptz not null,
      rev bigint not null default 1,
      primary key (organization_id, id)
    );

    -- One event for one endpoint: what is sent, and what the last try was answered.
    create table webhook_message (
      organization_id uuid not null references organization on delete cascade,
      id uuid not null,
      endpoint_id uuid not null,
      event text not null,
      -- As it is signed, to the byte.
      body text not null,
      state text not null default 'queued' check (state in ('queued', 'sent', 'failed')),
      attempts integer not null default 0,
      attempted_at timestamptz,
      status integer,
      answer text,
      error text,
      created_at timestamptz not null,
      primary key (organization_id, id),
      foreign key (organization_id, endpoint_id) references webhook_endpoint on delete cascade
    );
    create index webhook_message_log on webhook_message (organization_id, endpoint_id, id desc);
    create index webhook_message_old on webhook_message (organization_id, created_at);

    create table linear_connection (
      organization_id uuid primary key references organization on delete cascade,
      id uuid not null,
      workspace_name text not null,
      team_id text not null,
      team_name text not null,
      -- Why Linear refuses us; null while it does not.
      refused_reason text,
      created_by uuid not null,
      created_at timestamptz not null,
      rev bigint not null default 1
    );

    create table escalation (
      organization_id uuid not null references organization on delete cascade,
      -- Of the issue in Linear too: so that making it a second time makes no second one.
      id uuid not null,
      conversation_id uuid not null,
      connection_id uuid not null,
      state text not null default 'queued' check (state in ('queued', 'created', 'failed')),
      reason text,
      identifier text,
      url text,
      title text not null,
      -- As the team calls the issue's state, and which of Linear's types that is.
      status text,
      status_type text,
      created_by uuid not null,
      created_at timestamptz not null,
      -- When its state is asked for next; null once nothing is to come.
      look_at timestamptz,
      rev bigint not null default 1,
      primary key (organization_id, id),
      foreign key (organization_id, conversation_id) references conversation on delete cascade
    );
    create unique index escalation_conversation on escalation (organization_id, conversation_id);
    create index escalation_due on escalation (look_at) where look_at is not null;
  `.execute(db)
  await forceRowSecurity(db, ['api_key', 'api_answer', 'webhook_message', 'linear_connection'])
  await forceRowSecurity(db, ['webhook_endpoint', 'escalation'], { workerReads: true })
}
