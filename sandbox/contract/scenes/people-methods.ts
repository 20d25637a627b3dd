import type { Stage } from '../stage.ts'

export async function playPeopleMethods({ call, refuse, users, scene, installed }: Stage): Promise<void> {
  await call('users.list', { limit: 3 })
  await call('users.info', { user: users.ada, include_locale: true })
  await call('users.info', { user: scene.demo.acme.users.zoe })
  await call('users.lookupByEmail', { email: 'ben@northwind.example' })
  await call('users.getPresence', { user: users.ben })
  await call('users.getPresence')
  await call('users.profile.get', { user: users.ben })
  for (const method of ['users.info', 'users.getPresence', 'users.profile.get', 'users.conversations'])
    await refuse(method, 'user_not_found', { user: 'U404' })
  await refuse('users.lookupByEmail', 'users_not_found', { email: 'nobody@northwind.example' })
  const set = 'users.profile.set'
  const { userToken } = installed
  await call(set, { profile: { status_text: 'in', status_emoji: ':office:' } }, userToken)
  await refuse(set, 'invalid_profile', { profile: { status_text: 7 } }, userToken)
  await refuse(set, 'too_long', { profile: { status_text: 'x'.repeat(101) } }, userToken)
  await refuse(set, 'profile_status_set_failed_not_valid_emoji', { profile: { status_emoji: 'office' } }, userToken)
  await refuse(set, 'not_admin', { user: users.ben, profile: { status_text: 'out' } }, userToken)
}

export async function playTeamMethods({ call, refuse, installed }: Stage): Promise<void> {
  for (const method of ['team.info', 'bots.info', 'emoji.list', 'auth.test', 'api.test']) await call(method)
  await call('auth.test', {}, installed.userToken)
  await refuse('team.info', 'team_not_found', { team: 'T404' })
  await refuse('bots.info', 'bot_not_found', { bot: 'B404' })
  await refuse('nonsense', 'unknown_method')
}

/** Goes last: afterwards nothing works any more. */
export async function playGoodbyes({ call, refuse, installed, scene, users }: Stage): Promise<void> {
  const { app } = installed
  const credentials = { client_id: app.client_id, client_secret: app.client_secret }
  const other = await scene.control.createApp({ name: 'Another' })
  await refuse('apps.uninstall', 'invalid_client_id', { ...credentials, client_id: 'x' })
  await refuse('apps.uninstall', 'client_id_token_mismatch', { ...credentials, client_id: other.client_id })
  await refuse('apps.uninstall', 'bad_client_secret', { ...credentials, client_secret: 'x' })
  await call('auth.revoke', { test: true })
  await call('auth.revoke', {}, installed.userToken)
  await refuse('auth.test', 'token_revoked', {}, installed.userToken)
  await scene.control.installApp({ app_id: app.app_id, team_id: scene.demo.northwind.team_id, user_id: users.ada })
  await call('apps.uninstall', credentials)
  await refuse('auth.test', 'account_inactive')
}
