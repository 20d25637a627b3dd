import { sql, type Kysely } from 'kysely'
import { forceRowSecurity } from './row-security.ts'

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table slack_app (
      organization_id uuid not null references organization on delete cascade,
      id uuid not null,
      app_id text not null,
      client_id text not null,
      mode text not null check (mode in ('http', 'socket')),
      -- The last request in its name that was not believed, and why: for whoever looks for the mistake.
      refused_at timestamptz,
      refused_because text check (refused_because in ('signature', 'time')),
      created_at timestamptz not null default now(),
      primary key (organization_id, id),
      unique (organization_id, app_id)
    );

    create table slack_installation (
      organization_id uuid not null references organization on delete cascade,
      id uuid not null,
      slack_app_id uuid not null,
      team_id text not null,
      team_name text not null,
      team_domain text not null,
      bot_user_id text not null,
      bot_id text,
      scopes text[] not null,
      state text not null default 'active' check (state in ('active', 'disconnected', 'revoked')),
      state_reason text,
      default_channel_id text,
      -- Who may act from Slack, as [{"slackUserId", "name"}]; empty: everyone.
      allowed_users jsonb not null default '[]',
      -- The owner wants the bot to post in public channels that it was not invited to.
      posts_publicly boolean not null default false,
      installed_by uuid,
      rev bigint not null default 1,
      connected_at timestamptz not null default now(),
      disconnected_at timestamptz,
      last_event_at timestamptz,
      -- How long after it happened at Slack that event came.
      last_event_lag_ms integer,
      -- Since when Slack is known to let this app read one page of 15 messages a minute.
      history_restricted_at timestamptz,
      primary key (organization_id, id),
      foreign key (organization_id, slack_app_id) references slack_app,
      unique (organization_id, slack_app_id, team_id)
    );

    create table slack_secret (
      organization_id uuid not null references organization on delete cascade,
      id uuid not null,
      subject_kind text not null check (subject_kind in ('app', 'installation', 'link')),
      subject_id uuid not null,
      purpose text not null,
      key_id text not null,
      nonce bytea not null,
      ciphertext bytea not null,
      expires_at timestamptz,
      updated_at timestamptz not null default now(),
      primary key (organization_id, id),
      unique (organization_id, subject_kind, subject_id, purpose)
    );

    create table slack_link (
      organization_id uuid not null references organization on delete cascade,
      id uuid not null,
      member_id uuid not null,
      installation_id uuid not null,
      slack_user_id text not null,
      slack_email text not null,
      scopes text[] not null default '{}',
      can_post boolean not null default false,
      preference text not null default 'always' check (preference in ('always', 'when_inactive')),
      rev bigint not null default 1,
      linked_at timestamptz not null default now(),
      primary key (organization_id, id),
      foreign key (organization_id, member_id) references member on delete cascade,
      foreign key (organization_id, installation_id) references slack_installation,
      unique (organization_id, member_id, installation_id),
      unique (organization_id, installation_id, slack_user_id)
    );

    create table slack_oauth_state (
      organization_id uuid not null references organization on delete cascade,
      state_hash text not null,
      purpose text not null check (purpose in ('install', 'link')),
      slack_app_id uuid not null,
      installation_id uuid,
      member_id uuid not null,
      session_hash text not null,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      used_at timestamptz,
      primary key (organization_id, state_hash)
    );

    create table slack_inbox (
      organization_id uuid not null references organization on delete cascade,
      installation_id uuid not null,
      event_id text not null,
      kind text not null,
      payload jsonb not null,
      state text not null default 'applied' check (state in ('pending', 'applied', 'dead')),
      attempts integer not null default 0,
      error text,
      received_at timestamptz not null default now(),
      not_before timestamptz not null default now(),
      primary key (organization_id, installation_id, event_id)
    );
    create index slack_inbox_pending on slack_inbox (not_before) where state = 'pending';
    create index slack_inbox_unapplied on slack_inbox (organization_id, installation_id, received_at) where state <> 'applied';
    create index delivery_failed on delivery (organization_id, lane_id, settled_at) where state = 'failed';

    create table slack_channel (
      organization_id uuid not null references organization on delete cascade,
      installation_id uuid not null,
      channel_id text not null,
      name text not null,
      is_private boolean not null default false,
      is_ext_shared boolean not null default false,
      is_archived boolean not null default false,
      is_member boolean not null default false,
      -- Watched: its messages become conversations of this customer.
      customer_id uuid,
      watched_at timestamptz,
      rev bigint not null default 1,
      refreshed_at timestamptz not null default now(),
      primary key (organization_id, installation_id, channel_id),
      foreign key (organization_id, customer_id) references customer
    );

    create table slack_profile (
      organization_id uuid not null references organization on delete cascade,
      installation_id uuid not null,
      slack_user_id text not null,
      team_id text,
      name text not null,
      email text,
      avatar_url text,
      is_foreign boolean not null default false,
      is_bot boolean not null default false,
      -- Null while only a placeholder is known.
      known_at timestamptz,
      contact_id uuid,
      primary key (organization_id, installation_id, slack_user_id)
    );

    -- Which Slack message is which of ours, whoever wrote it first. A delete leaves a tombstone that a late message never revives.
    create table slack_message (
      organization_id uuid not null references organization on delete cascade,
      channel_id text not null,
      ts text not null,
      installation_id uuid not null,
      thread_ts text,
      entity_kind text check (entity_kind in ('message', 'conversation_message')),
      entity_id uuid,
      delivery_id uuid,
      edited_ts text,
      deleted boolean not null default false,
      -- False while only an edit or a delete of it has come: the message itself is still on its way.
      arrived boolean not null default true,
      -- What an edit said that came before its message, as Markdown.
      early_text text,
      -- What a post that went out with its author's own token says in Slack, as Markdown without names: what comes back and says the same is an echo.
      shown_text text,
      at timestamptz not null default now(),
      primary key (organization_id, channel_id, ts)
    );

    -- The last that Slack told of a linked member's reaction, also to a message that has not come yet.
    create table slack_reaction (
      organization_id uuid not null references organization on delete cascade,
      channel_id text not null,
      ts text not null,
      slack_user_id text not null,
      name text not null,
      installation_id uuid not null,
      event_ts text not null,
      present boolean not null,
      primary key (organization_id, channel_id, ts, slack_user_id, name)
    );
    create index slack_profile_unknown on slack_profile (organization_id, slack_user_id) where known_at is null;
    create index slack_message_entity on slack_message (organization_id, entity_id);
    create index slack_message_delivery on slack_message (organization_id, delivery_id) where delivery_id is not null;

    -- The Slack direct message (of two people, of a group, of the bot with one) behind a lane.
    create table slack_direct (
      organization_id uuid not null references organization on delete cascade,
      installation_id uuid not null,
      lane_key text not null,
      kind text not null check (kind in ('person', 'group', 'bot')),
      slack_channel_id text not null,
      primary key (organization_id, installation_id, lane_key)
    );
    create index slack_direct_channel on slack_direct (organization_id, installation_id, slack_channel_id);

    -- The thread (or top-level run) of Slack in which a mention chat or a conversation goes on.
    create table slack_thread (
      organization_id uuid not null references organization on delete cascade,
      channel_id text not null,
      thread_ts text not null,
      installation_id uuid not null,
      conversation_id uuid,
      mention_channel_id uuid,
      created_at timestamptz not null default now(),
      primary key (organization_id, channel_id, thread_ts)
    );
    create index slack_thread_conversation on slack_thread (organization_id, conversation_id);

    -- What is compared with Slack's history: the top level of a channel or direct message, or one thread. Times are Slack's.
    create table slack_reconcile (
      organization_id uuid not null references organization on delete cascade,
      installation_id uuid not null,
      channel_id text not null,
      -- Empty for the top level, else the thread's root.
      thread_ts text not null default '',
      kind text not null check (kind in ('channel', 'direct', 'thread')),
      -- Only what was written after this is ours.
      since_ts text not null,
      -- Everything up to here was compared, without a gap.
      verified_through text not null,
      -- A window that is being read page by page, and what was found in it so far.
      pass jsonb,
      -- Of ours, but missing in Slack when it was last read; gone only when missing a second time.
      suspects text[] not null default '{}',
      confirm boolean not null default false,
      -- The latest reply and the number of replies when the thread was last read.
      replies_seen text,
      active_at timestamptz not null,
      -- When more than the newest was last compared; null: that is due.
      deep_at timestamptz,
      checked_at timestamptz,
      woken_at timestamptz not null,
      next_at timestamptz not null,
      lease_until timestamptz,
      fence bigint not null default 0,
      failures integer not null default 0,
      error text,
      primary key (organization_id, installation_id, channel_id, thread_ts),
      foreign key (organization_id, installation_id) references slack_installation
    );
    create index slack_reconcile_due on slack_reconcile (next_at);

    -- When each method was called within the last minute, in ms since the epoch: shared by all nodes.
    create table slack_history_calls (
      organization_id uuid not null references organization on delete cascade,
      installation_id uuid not null,
      method text not null,
      recent bigint[] not null default '{}',
      primary key (organization_id, installation_id, method)
    );
  `.execute(db)
  const tables = ['slack_app', 'slack_installation', 'slack_secret', 'slack_link', 'slack_oauth_state', 'slack_channel', 'slack_profile']
  await forceRowSecurity(db, [...tables, 'slack_message', 'slack_reaction', 'slack_direct', 'slack_thread', 'slack_history_calls'])
  await forceRowSecurity(db, ['slack_inbox', 'slack_reconcile'], { workerWrites: true })
}
