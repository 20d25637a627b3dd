import { sql, type Kysely } from 'kysely'
import { forceRowSecurity } from './row-security.ts'

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table channel (
      organization_id uuid not null references organization on delete cascade,
      id uuid not null,
      kind text not null check (kind in ('space', 'room', 'mention')),
      space_id uuid,
      room_id uuid,
      -- The two people of a mention chat, the lower id first.
      person_low uuid,
      person_high uuid,
      created_at timestamptz not null default now(),
      primary key (organization_id, id),
      check (case kind
        when 'space' then space_id is not null and room_id is null and person_low is null and person_high is null
        when 'room' then space_id is not null and room_id is not null and person_low is null and person_high is null
        else space_id is null and room_id is null and person_low < person_high end)
    );
    create unique index channel_space on channel (organization_id, space_id) where kind = 'space';
    create unique index channel_room on channel (organization_id, room_id) where kind = 'room';
    create unique index channel_mention on channel (organization_id, person_low, person_high) where kind = 'mention';
    create index channel_person_high on channel (organization_id, person_high) where kind = 'mention';

    create table message (
      organization_id uuid not null references organization on delete cascade,
      id uuid not null,
      channel_id uuid not null,
      author_kind text not null check (author_kind in ('member', 'visitor')),
      author_id uuid not null,
      author_name text not null,
      text text not null check (length(text) <= 200000),
      source text not null check (source in ('atrium', 'slack')),
      bridge jsonb,
      rev bigint not null default 1,
      created_at timestamptz not null default now(),
      edited_at timestamptz,
      deleted_at timestamptz,
      primary key (organization_id, id),
      foreign key (organization_id, channel_id) references channel on delete cascade
    );
    create index message_channel on message (organization_id, channel_id, id desc);

    -- A member or a visitor, so there is no key to one table of people.
    create table message_reaction (
      organization_id uuid not null references organization on delete cascade,
      message_id uuid not null,
      person_id uuid not null,
      emoji text not null check (length(emoji) between 1 and 140),
      created_at timestamptz not null default clock_timestamp(),
      primary key (organization_id, message_id, person_id, emoji),
      foreign key (organization_id, message_id) references message on delete cascade
    );

    create table read_position (
      organization_id uuid not null references organization on delete cascade,
      person_id uuid not null,
      channel_id uuid not null,
      message_id uuid not null,
      rev bigint not null default 1,
      primary key (organization_id, person_id, channel_id)
    );

    -- A space's chat and a room's begin with them and have their ids, whoever makes them: see shared/chat/place-channel.ts.
    create function open_space_channel() returns trigger language plpgsql as $$ begin
      insert into channel (organization_id, id, kind, space_id) values (new.organization_id, new.id, 'space', new.id);
      return null;
    end $$;
    create trigger open_channel after insert on space for each row execute function open_space_channel();
    create function open_room_channel() returns trigger language plpgsql as $$ begin
      insert into channel (organization_id, id, kind, space_id, room_id) values (new.organization_id, new.id, 'room', new.space_id, new.id);
      return null;
    end $$;
    create trigger open_channel after insert on room for each row execute function open_room_channel();
  `.execute(db)
  await forceRowSecurity(db, ['channel', 'message', 'message_reaction', 'read_position'])
}
