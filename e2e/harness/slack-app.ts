import type { SandboxControl } from '@atrium/sandbox/control-client.ts'
import { cookiesOf, type Person } from './people.ts'

/** What Atrium's app may do, as its manifest asks for. */
export const BOT_SCOPES = [
  ...[
    'chat:write',
    'chat:write.customize',
    'commands',
    'users:read',
    'users:read.email',
    'channels:read',
    'groups:read',
    'channels:history',
  ],
  ...['groups:history', 'im:read', 'im:write', 'im:history', 'mpim:write', 'mpim:history', 'app_mentions:read', 'reactions:read'],
  ...['reactions:write', 'files:read', 'files:write', 'team:read'],
]
export const USER_SCOPES = [
  'chat:write',
  'im:write',
  'im:history',
  'users:read',
  'users:read.email',
  'reactions:read',
  'reactions:write',
  'files:read',
  'files:write',
]

/** Makes Atrium's app in the sandbox, as its owner would from the manifest, with events over HTTP to this server. */
export function makeSlackApp(sandbox: SandboxControl, atriumUrl: string) {
  return sandbox.createApp({
    name: 'Atrium',
    bot_scopes: BOT_SCOPES,
    user_scopes: USER_SCOPES,
    redirect_urls: [`${atriumUrl}/api/slack/oauth/callback`],
    events_url: `${atriumUrl}/api/slack/events`,
    interactivity_url: `${atriumUrl}/api/slack/actions`,
    commands: [{ command: '/atrium', url: `${atriumUrl}/api/slack/commands` }],
    shortcuts: [{ name: 'Make a conversation', type: 'message', callback_id: 'make_conversation' }],
  })
}

/**
 * Says yes on Slack's consent page, without a browser: posts the page's form and follows the way back to Atrium.
 * @returns where Atrium sent the person in the end. @throws Error when the sandbox did not redirect.
 */
export async function consent(authorizeUrl: string, as: { person: Person; teamId: string; userId: string }): Promise<string> {
  const answer = await fetch(authorizeUrl, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ team_id: as.teamId, user_id: as.userId, decision: 'allow' }),
  })
  const back = answer.headers.get('location')
  if (!back) throw new Error(`the consent page did not redirect: ${answer.status} ${(await answer.text()).slice(0, 300)}`)
  const landed = await fetch(back, { redirect: 'manual', headers: { cookie: as.person.cookie } })
  const changed = cookiesOf(landed)
  if (changed) as.person.cookie = [as.person.cookie, changed].join('; ')
  const location = landed.headers.get('location')
  if (!location) throw new Error(`the callback did not redirect: ${landed.status} ${(await landed.text()).slice(0, 300)}`)
  return location
}
