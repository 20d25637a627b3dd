import { expect, it } from 'vitest'
import { ConfigError } from '../infra/config.ts'
import { planStart } from './plan-start.rules.ts'

const secrets = { AUTH_SECRET: 'x'.repeat(40), SECRET_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}` }
const missing = (env: Record<string, string>) => {
  try {
    planStart(env, [])
  } catch (error) {
    if (error instanceof ConfigError) return error.variables
  }
  return []
}

it('[OP1] needs nothing: a demo with a Postgres and a Slack of its own', () => {
  expect(planStart({}, [])).toMatchObject({ embedded: true, demo: true, sandbox: true, dev: false })
  expect(planStart({ PORT: '4000' }, ['--dev']).config).toMatchObject({ publicUrl: 'http://localhost:4000', demo: true })
})

it('[OP1] leaves the demo for good once it is told where it lives or where its data is', () => {
  const database = { DATABASE_URL: 'postgres://atrium@db.example/atrium' }
  expect(planStart({ ...secrets, ...database }, [])).toMatchObject({ embedded: false, demo: false, sandbox: false })
  expect(planStart({ ...secrets, PUBLIC_URL: 'https://a.example' }, [])).toMatchObject({ embedded: true, demo: false, sandbox: false })
})

it('[OP5] demands secrets by name outside the demo', () => {
  expect(missing({ PUBLIC_URL: 'https://a.example' })).toEqual(['AUTH_SECRET', 'SECRET_KEYS'])
  expect(missing({ DATABASE_URL: 'postgres://db.example/atrium' })).toEqual(['AUTH_SECRET', 'SECRET_KEYS'])
  expect(missing({ PORT: 'many' })).toEqual(['PORT'])
})

it('leaves a Slack that the environment names alone', () => {
  expect(planStart({ SLACK_API_URL: 'https://slack.example/api/' }, []).sandbox).toBe(false)
})
