import pg from 'pg'
import { createBatchedInsert } from '../measure/batched-insert.ts'

/** Writes an event down, one statement each or in batches; resolves once it is committed. Every peer has a table of its own. */
export async function createInbox(connectionString: string | undefined, table: string, mode: string | undefined) {
  const pool = new pg.Pool({ connectionString, max: 4 })
  await pool.query(
    `create table if not exists ${table} (event_id text primary key, payload jsonb not null, at timestamptz not null default now())`,
  )
  const batched = createBatchedInsert<{ id: string; payload: string }>(
    pool,
    `insert into ${table} (event_id, payload) select * from unnest($1::text[], $2::jsonb[]) on conflict do nothing`,
    (rows) => [rows.map((row) => row.id), rows.map((row) => row.payload)],
  )
  const plain = async ({ id, payload }: { id: string; payload: string }): Promise<void> => {
    const text = `insert into ${table} (event_id, payload) values ($1, $2) on conflict do nothing`
    await pool.query({ name: 'one', text, values: [id, payload] })
  }
  return mode === 'batched' ? batched : plain
}
