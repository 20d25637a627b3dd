import { sql, type Kysely } from 'kysely'
import { forceRowSecurity } from './row-security.ts'

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table team (
      organization_id uuid not null references organization on delete cascade,
      id uuid not null,
      name text not null check (length(name) between 1 and 60),
      routing text not null default 'manual' check (routing in ('manual', 'round_robin')),
      takes_new boolean not null default false,
      rev bigint not null default 1,
      primary key (organization_id, id)
    );
    create unique index team_name on team (organization_id, lower(name));
    -- New conversations come to one team at most.
    create unique index team_takes_new on team (organization_id) where takes_new;

    create table team_member (
      organization_id uuid not null references organization on delete cascade,
      team_id uuid not null,
      member_id uuid not null,
      -- When something was last given to them by turns.
      last_assigned_at timestamptz,
      primary key (organization_id, team_id, member_id),
      foreign key (organization_id, team_id) references team on delete cascade,
      foreign key (organization_id, member_id) references member on delete cascade
    );

    create table tag (
      organization_id uuid not null references organization on delete cascade,
      id uuid not null,
      name text not null check (length(name) between 1 and 40),
      rev bigint not null default 1,
      primary key (organization_id, id)
    );
    create unique index tag_name on tag (organization_id, lower(name));

    create table sla_policy (
      organization_id uuid not null references organization on delete cascade,
      id uuid not null,
      name text not null check (length(name) between 1 and 60),
      terms jsonb not null,
      rev bigint not null default 1,
      primary key (organization_id, id)
    );
    create unique index sla_policy_name on sla_policy (organization_id, lower(name));

    alter table conversation
      add column snoozed_until timestamptz(3),
      add column team_id uuid,
      add column tag_ids uuid[] not null default '{}',
      add column sla jsonb,
      -- The worst of its clocks.
      add column sla_state text,
      -- When somebody has to look at it by themselves: it wakes, a clock warns or breaches, or it is new.
      add column due_at timestamptz(3);
    create index conversation_due on conversation (due_at) where due_at is not null;
    create index conversation_list_team on conversation (organization_id, team_id, last_activity_at desc, id desc);
    create index conversation_list_sla on conversation (organization_id, sla_state, last_activity_at desc, id desc) where sla_state is not null;
    create index conversation_load on conversation (organization_id, assignee_id) where status = 'open';

    -- By which tags are looked up; what a conversation shows is its own list.
    create table conversation_tag (
      organization_id uuid not null references organization on delete cascade,
      tag_id uuid not null,
      conversation_id uuid not null,
      primary key (organization_id, tag_id, conversation_id),
      foreign key (organization_id, tag_id) references tag on delete cascade,
      foreign key (organization_id, conversation_id) references conversation on delete cascade
    );
    create index conversation_tag_conversation on conversation_tag (organization_id, conversation_id);

    create policy worker on conversation for select using ((select current_setting('atrium.worker', true)) = 'on' and due_at is not null);
  `.execute(db)
  await forceRowSecurity(db, ['team', 'team_member', 'tag', 'sla_policy', 'conversation_tag'])
}
