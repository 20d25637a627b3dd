import { describe, expect, it } from 'vitest'
import { COMMON_ERRORS } from '../methods/method.ts'
import { METHODS, type RegisteredMethod } from '../methods/registry.ts'
import { anInstalledApp, aSandbox, callApi } from '../testing/a-sandbox.ts'

const scene = aSandbox()
const methods = Object.values(METHODS).filter((method): method is RegisteredMethod => method !== undefined)
const withToken = methods.filter(({ tokens }) => tokens.length > 0)
const withScopes = withToken.filter(({ scopes }) => scopes !== undefined)

/** A token of each kind, without any scope that is of use. */
async function poorTokens() {
  const { app, botToken, userToken } = await anInstalledApp(scene, { bot_scopes: ['commands'], user_scopes: ['search:read'] })
  await scene.control.updateApp(app.app_id, { app_token_scopes: [] })
  return { bot: botToken, user: userToken, app: app.app_token }
}

describe('every method', () => {
  it.each(withToken.map(({ name }) => name))('%s wants a token that is known', async (name) => {
    expect(await callApi(scene, name, {})).toEqual({ ok: false, error: 'not_authed' })
    expect(await callApi(scene, name, {}, 'xoxb-nonsense')).toEqual({ ok: false, error: 'invalid_auth' })
  })

  it.each(withToken.map((method) => [method.name, method] as const))('%s wants a token of its kind', async (name, method) => {
    const tokens = await poorTokens()
    for (const kind of ['bot', 'user', 'app'] as const) {
      const { error } = await callApi(scene, name, {}, tokens[kind])
      if (method.tokens.includes(kind)) expect(error).not.toBe('not_allowed_token_type')
      else expect(error).toBe('not_allowed_token_type')
    }
  })

  it.each(withScopes.map((method) => [method.name, method] as const))('%s wants its scope, and says which', async (name, method) => {
    const tokens = await poorTokens()
    const [kind] = method.tokens
    const answer = await callApi(scene, name, {}, kind ? tokens[kind] : '')
    expect(answer).toMatchObject({ ok: false, error: 'missing_scope', needed: method.scopes?.join(','), provided: expect.any(String) })
  })

  it.each(withToken.map((method) => [method.name, method] as const))('%s can be limited, per app', async (name, method) => {
    const tokens = await poorTokens()
    const other = await poorTokens()
    const [kind = 'bot'] = method.tokens
    await scene.control.limits({ per_minute: { [name]: 1 }, retry_after_s: 7 })
    const status = async (token: string) => {
      const response = await fetch(`${scene.sandbox.url}/api/${name}?test=true`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
      })
      return [response.status, response.headers.get('retry-after')]
    }
    expect(await status(tokens[kind])).toEqual([200, null])
    expect(await status(tokens[kind])).toEqual([429, '7'])
    expect(await status(other[kind])).toEqual([200, null])
  })

  it('has no error of its own that all have', () => {
    const common = new Set<string>(COMMON_ERRORS)
    expect(methods.flatMap(({ name, errors }) => errors.filter((error) => common.has(error)).map((error) => `${name}: ${error}`))).toEqual(
      [],
    )
  })
})
