import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- With whom they stand together: the same id for all of a group, which has no row of its own.
    alter table presence add column group_id uuid;
    create index presence_group on presence (organization_id, group_id) where group_id is not null;

    -- The chat of exactly these people, who stood together in that space; their ids ascend.
    alter table channel add column people uuid[];
    alter table channel drop constraint channel_kind_check, drop constraint channel_check;
    alter table channel
      add constraint channel_kind_check check (kind in ('space', 'room', 'mention', 'nearby')),
      add constraint channel_check check (case kind
        when 'space' then space_id is not null and room_id is null and person_low is null and person_high is null and people is null
        when 'room' then space_id is not null and room_id is not null and person_low is null and person_high is null and people is null
        when 'nearby' then space_id is not null and room_id is null and person_low is null and person_high is null
          and people is not null and cardinality(people) > 1
        else space_id is null and room_id is null and person_low < person_high and people is null end);
    create unique index channel_nearby on channel (organization_id, space_id, people) where kind = 'nearby';
    create index channel_people on channel using gin (people) where kind = 'nearby';
  `.execute(db)
}
