import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '@atrium/db/embedded.ts'
import type { Config } from '../infra/config.ts'
import { StartProblem } from './start-problem.ts'

const ROOT = join(import.meta.dirname, '../..')
const READY_MS = 30_000

/**
 * Vite at the public address, with the server behind it as a process of its own that starts anew whenever a source of it
 * changes. One origin for both, so that cookies and the Origin check are as in production.
 */
export async function startDevelopment(config: Config): Promise<{ close(): Promise<void> }> {
  const port = await freePort()
  const child = spawn(process.execPath, ['--watch', '--watch-preserve-output', join(import.meta.dirname, 'development-server.ts')], {
    env: { ...process.env, ...environmentOf(config), PORT: String(port), HOST: '127.0.0.1' },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const target = `http://127.0.0.1:${port}`
  const { createServer } = await import('vite')
  const forwarded = { target, xfwd: true }
  const vite = await createServer({
    configFile: join(ROOT, 'vite.config.ts'),
    server: {
      host: config.host,
      port: config.port,
      strictPort: true,
      proxy: { '/api': forwarded, '/trpc': { ...forwarded, ws: true }, '/healthz': forwarded, '/readyz': forwarded },
    },
  })
  await vite.listen()
  const close = async () => {
    await vite.close()
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
  }
  await untilReady(target).catch(async (error: unknown) => {
    await close()
    throw error
  })
  return { close }
}

function environmentOf(config: Config): Record<string, string> {
  return {
    PUBLIC_URL: config.publicUrl,
    DATABASE_URL: config.databaseUrl,
    DATA_FOLDER: config.dataFolder,
    AUTH_SECRET: config.authSecret,
    SECRET_KEYS: config.secretKeys.map(({ id, key }) => `${id}:${key.toString('base64')}`).join(','),
    SLACK_API_URL: config.slackApiUrl,
    SLACK_AUTHORIZE_URL: config.slackAuthorizeUrl,
    ...signInOf(config),
    LOG_LEVEL: config.logLevel,
    ATRIUM_DEVELOPMENT_DEMO: config.demo ? 'yes' : 'no',
  }
}

function signInOf({ slackSignIn }: Config): Record<string, string> {
  if (!slackSignIn) return {}
  return {
    SLACK_OPENID_URL: slackSignIn.issuer,
    SLACK_SIGN_IN_CLIENT_ID: slackSignIn.clientId,
    SLACK_SIGN_IN_CLIENT_SECRET: slackSignIn.clientSecret,
    SLACK_SIGN_IN_TEAM: slackSignIn.teamId ?? '',
    SLACK_SIGN_IN_PKCE: slackSignIn.pkce ? 'on' : 'off',
  }
}

async function untilReady(url: string): Promise<void> {
  const until = Date.now() + READY_MS
  while (Date.now() < until) {
    const ready = await fetch(`${url}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (ready) return
    await sleep(100)
  }
  throw new StartProblem('The server behind Vite did not become ready; what it said stands above.')
}
