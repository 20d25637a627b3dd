import type { Db } from '@atrium/db/connect.ts'
import type { Bus } from './bus.ts'
import type { Clock } from './clock.ts'
import type { Logger } from './logger.ts'

/** What every part of the server is handed; made once in `app/`. */
export interface Services {
  db: Db
  bus: Bus
  clock: Clock
  logger: Logger
}
