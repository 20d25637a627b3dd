import type { Db } from '@atrium/db/connect.ts'
import type { Accounts } from './accounts.ts'
import type { Bus } from './bus.ts'
import type { Clock } from './clock.ts'
import type { Logger } from './logger.ts'

/** What every part of the server is handed; made once in `app/`. */
export interface Services {
  db: Db
  accounts: Accounts
  bus: Bus
  clock: Clock
  logger: Logger
  /** Made-up people, and sign-in without a password. */
  demo: boolean
  /** Whether people may sign in with Slack. */
  slackSignIn: boolean
}
