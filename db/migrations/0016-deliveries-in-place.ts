import { sql, type Kysely } from 'kysely'

/**
 * Claiming a delivery changes its state. An index that names the state, and be it in its condition, makes Postgres write every index of the
 * table anew for that, so that none may: what has ended is told by `settled_at`, why it failed by `error`, and neither changes with a claim.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    drop index delivery_failed;
    create index delivery_failed on delivery (organization_id, lane_id, settled_at) where error is not null and settled_at is not null;
    drop index delivery_strippable;
    create index delivery_strippable on delivery (organization_id, settled_at) where settled_at is not null and not stripped;
  `.execute(db)
}
