import { describe, expect, it } from 'vitest'
import { eventually } from '../testing/a-receiver.ts'
import { aClient, anInstalledApp, aSandbox, callApi, slackError } from '../testing/a-sandbox.ts'

const scene = aSandbox()

const aBot = async () => {
  const installed = await anInstalledApp(scene)
  return { ...installed, bot: aClient(scene, installed.botToken), person: aClient(scene, installed.userToken) }
}

describe('users', () => {
  it('shows people of the own workspace in full', async () => {
    const { bot } = await aBot()
    const { users, team_id } = scene.demo.northwind
    expect((await bot.users.info({ user: users.ada })).user).toMatchObject({
      id: users.ada,
      team_id,
      real_name: 'Ada Lindqvist',
      is_admin: true,
      is_bot: false,
      profile: { email: 'ada@northwind.example', first_name: 'Ada', last_name: 'Lindqvist' },
    })
    expect(await slackError(bot.users.info({ user: 'U0NOBODY' }))).toBe('user_not_found')
  })

  it('hides e-mail addresses without their scope', async () => {
    const { team_id, users } = scene.demo.northwind
    const app = await scene.control.createApp({ name: 'Shy', bot_scopes: ['users:read'] })
    const { access_token } = await scene.control.installApp({ app_id: app.app_id, team_id, user_id: users.ada })
    const bot = aClient(scene, access_token ?? '')
    expect((await bot.users.info({ user: users.ben })).user?.profile).not.toHaveProperty('email')
    expect(await slackError(bot.users.lookupByEmail({ email: 'ben@northwind.example' }))).toBe('missing_scope')
  })

  it('shows people of a shared channel reduced, and others not at all', async () => {
    const { bot } = await aBot()
    const { zoe } = scene.demo.acme.users
    const { user } = await bot.users.info({ user: zoe })
    expect(user).toMatchObject({ id: zoe, team_id: scene.demo.acme.team_id, is_stranger: true })
    expect(user?.profile).not.toHaveProperty('email')
    expect(user).not.toHaveProperty('is_admin')
    const { user_id } = await scene.control.createUser({ team_id: scene.demo.acme.team_id, name: 'una', real_name: 'Una' })
    await scene.control.removeMember({ channel_id: scene.demo.acme.channels['support-acme'], user_id: zoe })
    expect(await slackError(bot.users.info({ user: user_id }))).toBe('user_not_found')
    expect(await slackError(bot.users.info({ user: zoe }))).toBe('user_not_found')
  })

  it('lists everyone of the workspace in pages', async () => {
    const { bot, botUserId } = await aBot()
    const ids: (string | undefined)[] = []
    for await (const page of bot.paginate('users.list', { limit: 4 }))
      ids.push(...(page as unknown as { members: { id: string }[] }).members.map(({ id }) => id))
    expect(ids).toEqual([...Object.values(scene.demo.northwind.users), botUserId])
  })

  it('looks up by e-mail, case aside, the active ones', async () => {
    const { bot } = await aBot()
    const { users } = scene.demo.northwind
    expect((await bot.users.lookupByEmail({ email: 'BEN@northwind.example' })).user?.id).toBe(users.ben)
    expect(await slackError(bot.users.lookupByEmail({ email: 'zoe@acme.example' }))).toBe('users_not_found')
    await scene.control.act.deactivateUser({ user_id: users.ben })
    expect(await slackError(bot.users.lookupByEmail({ email: 'ben@northwind.example' }))).toBe('users_not_found')
  })

  it('lets people set their own status', async () => {
    const { person, bot } = await aBot()
    const { ada, ben } = scene.demo.northwind.users
    await person.users.profile.set({ profile: { status_text: 'in the office', status_emoji: ':office:' } })
    expect((await bot.users.profile.get({ user: ada })).profile).toMatchObject({ status_text: 'in the office', status_emoji: ':office:' })
    expect(await slackError(person.users.profile.set({ user: ben, profile: {} }))).toBe('not_admin')
    expect(await slackError(person.users.profile.set({ profile: { status_emoji: 'smile' } }))).toBe(
      'profile_status_set_failed_not_valid_emoji',
    )
    expect(await slackError(person.users.profile.set({ profile: { status_text: 'x'.repeat(101) } }))).toBe('too_long')
    expect(await slackError(bot.users.profile.set({ profile: {} }))).toBe('not_allowed_token_type')
  })

  it('takes a status away when its time has come', async () => {
    const { userToken } = await anInstalledApp(scene)
    const { ada } = scene.demo.northwind.users
    const end = Math.floor(Date.now() / 1000) + 3600
    const profile = { status_text: 'lunch', status_emoji: ':taco:', status_expiration: end }
    await aClient(scene, userToken).users.profile.set({ profile: profile as never })
    const status = async () => (await scene.control.state.users(scene.demo.northwind.team_id)).find(({ id }) => id === ada)?.status_text
    await scene.control.clock.advance({ ms: 3_000_000 })
    expect(await status()).toBe('lunch')
    await scene.control.clock.advance({ ms: 700_000 })
    await eventually(status, (text) => text === '')
  })

  it('says who is there', async () => {
    const { bot } = await aBot()
    const { ben } = scene.demo.northwind.users
    expect(await bot.users.getPresence({ user: ben })).toMatchObject({ presence: 'active' })
    await scene.control.act.setProfile({ user_id: ben, presence: 'away' })
    expect(await bot.users.getPresence({ user: ben })).toMatchObject({ presence: 'away' })
  })
})

describe('team, bots, emoji, auth, api', () => {
  it('answers for the own workspace and connected ones', async () => {
    const { bot } = await aBot()
    expect((await bot.team.info({})).team).toMatchObject({ name: 'Northwind', domain: 'northwind' })
    expect((await bot.team.info({ team: scene.demo.acme.team_id })).team).toMatchObject({ name: 'Acme' })
    const { team_id } = await scene.control.createWorkspace({ name: 'Far', domain: 'far' })
    expect(await slackError(bot.team.info({ team: team_id }))).toBe('team_not_found')
  })

  it('knows its bot and its emoji', async () => {
    const { bot, botUserId } = await aBot()
    const { bot_id = '' } = await bot.auth.test()
    expect((await bot.bots.info({ bot: bot_id })).bot).toMatchObject({ id: bot_id, user_id: botUserId, name: 'Helper' })
    expect(await slackError(bot.bots.info({ bot: 'B0NONE' }))).toBe('bot_not_found')
    expect((await bot.emoji.list()).emoji).toHaveProperty('office_wave')
  })

  it('tells whose token it is, and its scopes in a header', async () => {
    const { bot, botUserId, userToken, botToken } = await aBot()
    const { northwind } = scene.demo
    expect(await bot.auth.test()).toMatchObject({
      user_id: botUserId,
      team_id: northwind.team_id,
      team: 'Northwind',
      bot_id: expect.any(String),
    })
    expect(await callApi(scene, 'auth.test', {}, userToken)).toMatchObject({ user_id: northwind.users.ada, user: 'ada' })
    const response = await fetch(`${scene.sandbox.url}/api/auth.test`, { method: 'POST', headers: { authorization: `Bearer ${botToken}` } })
    expect(response.headers.get('x-oauth-scopes')).toContain('chat:write')
  })

  it('names what is wrong with a token', async () => {
    const { bot, person, app } = await aBot()
    expect(await callApi(scene, 'auth.test', {})).toEqual({ ok: false, error: 'not_authed' })
    expect(await callApi(scene, 'auth.test', {}, 'xoxb-nonsense')).toEqual({ ok: false, error: 'invalid_auth' })
    expect(await callApi(scene, 'chat.shout', {}, 'x')).toEqual({ ok: false, error: 'unknown_method' })
    await scene.control.act.deactivateUser({ user_id: scene.demo.northwind.users.ada })
    expect(await slackError(person.auth.test())).toBe('account_inactive')
    await scene.control.revokeToken({ app_id: app.app_id, user_id: (await bot.auth.test()).user_id ?? '' })
    expect(await slackError(bot.auth.test())).toBe('token_revoked')
  })

  it('revokes its own token', async () => {
    const { bot } = await aBot()
    expect(await bot.auth.revoke()).toMatchObject({ revoked: true })
    expect(await slackError(bot.auth.test())).toBe('token_revoked')
  })

  it('uninstalls with the app’s own credentials', async () => {
    const { bot, app } = await aBot()
    expect(await slackError(bot.apps.uninstall({ client_id: 'x', client_secret: 'y' }))).toBe('invalid_client_id')
    expect(await slackError(bot.apps.uninstall({ client_id: app.client_id, client_secret: 'y' }))).toBe('bad_client_secret')
    await bot.apps.uninstall({ client_id: app.client_id, client_secret: app.client_secret })
    expect(await slackError(bot.auth.test())).toBe('account_inactive')
  })

  it('echoes api.test', async () => {
    expect(await callApi(scene, 'api.test', { foo: 'bar' })).toEqual({ ok: true, args: { foo: 'bar' } })
    expect(await callApi(scene, 'api.test', { error: 'oh_no' })).toMatchObject({ ok: false, error: 'oh_no' })
  })
})
