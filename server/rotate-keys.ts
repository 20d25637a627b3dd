import { connect } from '@atrium/db/connect.ts'
import { ConfigError, readConfig } from './infra/config.ts'
import { rotateSecrets } from './infra/secrets/rotate-secrets.ts'
import { createSecretStore } from './infra/secrets/secret-store.ts'

/**
 * `node server/rotate-keys.ts`: brings every kept Slack token under the first key of `SECRET_KEYS`, while servers go on working.
 * @see docs/guides/rotating-keys.md
 */
try {
  const { databaseUrl, secretKeys } = readConfig(process.env)
  const connection = connect({ url: databaseUrl, role: 'app', poolSize: 2 })
  try {
    const rewritten = await rotateSecrets({ db: connection.db, secrets: createSecretStore(secretKeys) })
    console.log(
      `${rewritten} ${rewritten === 1 ? 'secret was' : 'secrets were'} sealed anew. All are under the key "${secretKeys[0]?.id}" now.`,
    )
  } finally {
    await connection.close()
  }
} catch (error) {
  console.error(error instanceof ConfigError || !(error instanceof Error) ? String(error) : error.message)
  process.exitCode = 1
}
