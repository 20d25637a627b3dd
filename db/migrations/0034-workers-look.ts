import { sql, type Kysely } from 'kysely'

/** Workers find out in one statement which organizations have something for them, instead of asking each in turn. */
export async function up(db: Kysely<never>): Promise<void> {
  const worker = sql`(select current_setting('atrium.worker', true)) = 'on'`
  await sql`
    create policy worker on slack_profile for select using (${worker} and known_at is null);
    create policy worker on slack_link for select using (${worker});
    create policy worker on slack_app for select using (${worker} and mode = 'socket');
    create policy worker on slack_installation for select using (${worker} and state = 'active');
  `.execute(db)
}
