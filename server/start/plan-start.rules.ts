import { readConfig, type Config } from '../infra/config.ts'

export interface StartPlan {
  /** What the launcher supplies itself is not filled in yet: `databaseUrl` when `embedded`, the secrets when `demo`. */
  config: Config
  /** A Postgres of our own, in the data folder. */
  embedded: boolean
  /** Made-up people and a sandbox of Slack: until somebody says where this Atrium lives. */
  demo: boolean
  /** The demo's Slack is a sandbox, unless the environment names another. */
  sandbox: boolean
  dev: boolean
}

const LATER = {
  DATABASE_URL: 'postgres://embedded',
  AUTH_SECRET: 'from the data folder, once it is there',
  SECRET_KEYS: `later:${Buffer.alloc(32).toString('base64')}`,
}

/** Decides from the environment and the arguments what `pnpm start` has to bring along. @throws ConfigError */
export function planStart(env: Record<string, string | undefined>, args: string[]): StartPlan {
  const embedded = !env.DATABASE_URL?.trim()
  const demo = embedded && !env.PUBLIC_URL?.trim()
  const supplied = { ...(embedded ? { DATABASE_URL: LATER.DATABASE_URL } : {}), ...(demo ? LATER : {}) }
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()))
  const config = readConfig({ LOG_LEVEL: demo ? 'warn' : 'info', ...supplied, ...set })
  return { config: { ...config, demo }, embedded, demo, sandbox: demo && !set.SLACK_API_URL, dev: args.includes('--dev') }
}
