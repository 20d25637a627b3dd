import { sql, type Kysely } from 'kysely'

/**
 * Pieces of maps get ids, by which they are edited; a floor that fills a room becomes the room's own. What is removed is kept: it can
 * be brought back, and what was written in its chat stays. Forced row security binds the owner too, and is off while rows change.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table room
      add column floor text not null default 'plain' check (floor in ('plain', 'wood', 'tiles', 'carpet')),
      add column removed_at timestamptz;
    alter table space add column archived_at timestamptz;

    alter table space no force row level security;
    alter table room no force row level security;

    create function pg_temp.is_floor_of(piece jsonb, room room) returns boolean language sql as $$
      select piece->>'kind' in ('wood', 'tiles', 'carpet') and (piece->>'x')::int = room.x and (piece->>'y')::int = room.y
        and (piece->>'width')::int = room.width and (piece->>'height')::int = room.height
    $$;
    create function pg_temp.with_ids(pieces jsonb) returns jsonb language sql as $$
      select coalesce(jsonb_agg(piece.value || jsonb_build_object('id', gen_random_uuid()) order by piece.place), '[]')
      from jsonb_array_elements(pieces) with ordinality piece (value, place)
    $$;
    update room set floor = piece.value->>'kind'
      from space, jsonb_array_elements(space.map->'furniture') piece
      where space.organization_id = room.organization_id and space.id = room.space_id and pg_temp.is_floor_of(piece.value, room);
    update space set map = space.map || jsonb_build_object(
      'walls', pg_temp.with_ids(space.map->'walls'),
      'doors', '[]'::jsonb,
      'portals', '[]'::jsonb,
      'furniture', pg_temp.with_ids((
        select coalesce(jsonb_agg(piece.value order by piece.place), '[]')
        from jsonb_array_elements(space.map->'furniture') with ordinality piece (value, place)
        where not exists (
          select from room
          where room.organization_id = space.organization_id and room.space_id = space.id and pg_temp.is_floor_of(piece.value, room)
        )
      ))
    );

    alter table space force row level security;
    alter table room force row level security;
  `.execute(db)
}
