import type { KyselyPlugin } from 'kysely'
import type { Db } from '../connect.ts'

/** The same database, where the statements that Kysely makes are counted. */
export function countStatements(db: Db): { db: Db; count(): number } {
  let count = 0
  const counting: KyselyPlugin = {
    transformQuery: ({ node }) => {
      count += 1
      return node
    },
    transformResult: async ({ result }) => result,
  }
  return { db: db.withPlugin(counting), count: () => count }
}
