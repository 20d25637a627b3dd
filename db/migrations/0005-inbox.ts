import { sql, type Kysely } from 'kysely'
import { forceRowSecurity } from './row-security.ts'

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table customer (
      organization_id uuid not null references organization on delete cascade,
      id uuid not null,
      name text not null check (length(name) between 1 and 120),
      rev bigint not null default 1,
      created_at timestamptz not null default now(),
      primary key (organization_id, id)
    );
    create unique index customer_name on customer (organization_id, lower(name));

    create table contact (
      organization_id uuid not null references organization on delete cascade,
      id uuid not null,
      customer_id uuid,
      name text not null,
      email text,
      avatar_url text,
      placeholder boolean not null default false,
      rev bigint not null default 1,
      created_at timestamptz not null default now(),
      primary key (organization_id, id),
      foreign key (organization_id, customer_id) references customer
    );
    create unique index contact_email on contact (organization_id, lower(email)) where email is not null;

    create table conversation (
      organization_id uuid not null references organization on delete cascade,
      id uuid not null,
      number integer not null,
      customer_id uuid,
      contact_id uuid,
      origin text not null check (origin in ('channel', 'direct', 'mention', 'manual')),
      place text not null,
      subject text not null,
      preview text not null,
      status text not null default 'open' check (status in ('open', 'pending', 'snoozed', 'closed')),
      priority text not null default 'normal' check (priority in ('urgent', 'high', 'normal', 'low')),
      assignee_id uuid,
      waiting boolean not null default true,
      rev bigint not null default 1,
      created_at timestamptz not null default now(),
      -- In milliseconds, as the cursor of the list has it.
      last_activity_at timestamptz(3) not null default now(),
      primary key (organization_id, id),
      foreign key (organization_id, customer_id) references customer,
      foreign key (organization_id, contact_id) references contact
    );
    create unique index conversation_number on conversation (organization_id, number);
    create index conversation_list on conversation (organization_id, status, last_activity_at desc, id desc);
    create index conversation_list_all on conversation (organization_id, last_activity_at desc, id desc);
    create index conversation_list_assignee on conversation (organization_id, assignee_id, last_activity_at desc, id desc);
    create index conversation_list_customer on conversation (organization_id, customer_id, last_activity_at desc, id desc);
    create index conversation_contact on conversation (organization_id, contact_id);

    -- The last number given; its row stays locked to the commit, so that numbers have no gaps.
    create table conversation_counter (
      organization_id uuid primary key references organization on delete cascade,
      last integer not null
    );

    create table conversation_message (
      organization_id uuid not null references organization on delete cascade,
      id uuid not null,
      conversation_id uuid not null,
      author_kind text not null check (author_kind in ('contact', 'member')),
      author_id uuid not null,
      text text not null,
      bridge jsonb,
      rev bigint not null default 1,
      created_at timestamptz not null default now(),
      edited_at timestamptz,
      deleted_at timestamptz,
      primary key (organization_id, id),
      foreign key (organization_id, conversation_id) references conversation on delete cascade
    );
    create index conversation_message_list on conversation_message (organization_id, conversation_id, id);
    create index conversation_message_author on conversation_message (organization_id, author_id);

    -- Internal. In a table of its own, which nothing that sends ever reads.
    create table note (
      organization_id uuid not null references organization on delete cascade,
      id uuid not null,
      conversation_id uuid not null,
      author_id uuid not null,
      text text not null,
      created_at timestamptz not null default now(),
      primary key (organization_id, id),
      foreign key (organization_id, conversation_id) references conversation on delete cascade
    );
    create index note_list on note (organization_id, conversation_id, id);
  `.execute(db)
  await forceRowSecurity(db, ['customer', 'contact', 'conversation', 'conversation_counter', 'conversation_message', 'note'])
}
