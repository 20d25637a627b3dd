import { sql, type RawBuilder } from 'kysely'

/** A value for a jsonb column: arrays too, which the driver would otherwise send as Postgres arrays. */
export function jsonb<T>(value: T): RawBuilder<T> {
  return sql<T>`${JSON.stringify(value)}::jsonb`
}
