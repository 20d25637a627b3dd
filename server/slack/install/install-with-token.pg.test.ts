import { describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { aMember } from '../../identity/testing/builders.ts'
import { BOT_SCOPES } from '../scopes.ts'
import { slackTokenOf } from '../secrets/slack-token.ts'
import { aBrowser, decideInSlack } from '../testing/browser.ts'
import { aConnectedOffice, anOfficeWithApp, useSlackScene } from '../testing/slack-scene.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)

/** What an admin of Slack gets by "Install to Workspace" on the app's page. */
const installInSlack = async (appId: string, { scopes }: { scopes?: readonly string[] } = {}) => {
  const { team_id, users } = scene.demo.northwind
  const answer = await scene.control.installApp({
    app_id: appId,
    team_id,
    user_id: users.ada,
    user_scopes: [],
    ...(scopes ? { bot_scopes: [...scopes] } : {}),
  })
  return answer.access_token ?? ''
}

describe('a pasted bot token', () => {
  it('[SL1] connects the workspace with everything else as Slack says it', async () => {
    const { owner, slackAppId, app, organizationId } = await anOfficeWithApp(scene)
    const { slack } = aBrowser(scene, owner)
    const botToken = await installInSlack(app.app_id)
    const installation = await slack.installWithToken({ slackAppId, botToken, workspaceDomain: 'https://northwind.slack.com' })
    expect(installation).toMatchObject({ teamName: 'Northwind', teamDomain: 'northwind', state: 'active', missingScopes: [] })
    expect((await slack.overview()).installations).toEqual([installation])
    const reader = { organizationId, owner: { kind: 'installation', id: installation.id }, reader: 'slack-install' } as const
    expect(await slackTokenOf(scene.services, reader)).toBe(botToken)
    const { channels } = scene.demo.northwind
    await slack.refreshChannels({ installationId: installation.id })
    const bot = (await scene.control.state.users(scene.demo.northwind.team_id)).findLast((user) => user.is_bot)
    await scene.control.addMember({ channel_id: channels.general, user_id: bot?.id ?? '' })
    await slack.sendTestMessage({ installationId: installation.id, channelId: channels.general })
    expect((await scene.control.state.channel(channels.general)).messages.at(-1)?.text).toContain('test message')
    // The same again is the same installation.
    expect((await slack.installWithToken({ slackAppId, botToken, workspaceDomain: 'northwind' })).id).toBe(installation.id)
  })

  it('[SL1] tells which scopes it lacks', async () => {
    const { owner, slackAppId, app } = await anOfficeWithApp(scene)
    const scopes = BOT_SCOPES.filter((scope) => scope !== 'files:read')
    const botToken = await installInSlack(app.app_id, { scopes })
    const installation = await aBrowser(scene, owner).slack.installWithToken({ slackAppId, botToken, workspaceDomain: 'northwind' })
    expect(installation.missingScopes).toEqual(['files:read'])
  })

  it('[SL1] refuses the token of another app, of another workspace, and one that Slack does not know, and keeps nothing of it', async () => {
    const { owner, slackAppId, app } = await anOfficeWithApp(scene)
    const { slack } = aBrowser(scene, owner)
    const workspaceDomain = 'northwind'
    const other = await anOfficeWithApp(scene)
    const foreign = await installInSlack(other.app.app_id)
    await expect(slack.installWithToken({ slackAppId, botToken: foreign, workspaceDomain })).rejects.toThrow(/belongs to the app/)
    const botToken = await installInSlack(app.app_id)
    await expect(slack.installWithToken({ slackAppId, botToken, workspaceDomain: 'acme' })).rejects.toThrow(
      /is for northwind.slack.com, not for acme.slack.com/,
    )
    await expect(slack.installWithToken({ slackAppId, botToken: 'xoxb-made-up', workspaceDomain })).rejects.toThrow(/Bad token/)
    expect((await slack.overview()).installations).toEqual([])
  })
})

describe('posting to public channels without an invitation', () => {
  const scopesOf = (address: string) => new URL(address).searchParams.get('scope')?.split(',') ?? []

  it('[SL8] is asked for once an owner has turned it on, and never before', async () => {
    const { owner, slackAppId, installationId, organizationId } = await aConnectedOffice(scene)
    const { slack } = aBrowser(scene, owner)
    expect(scopesOf((await slack.startInstall({ slackAppId, installationId })).url)).not.toContain('chat:write.public')
    const admin = aBrowser(scene, await aMember(scene.services, organizationId, { role: 'admin' })).slack
    await expect(admin.setPublicPosting({ installationId, on: true })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await slack.setPublicPosting({ installationId, on: true })).toMatchObject({
      postsPublicly: true,
      missingScopes: ['chat:write.public'],
    })
    const { url } = await slack.startInstall({ slackAppId, installationId })
    expect(scopesOf(url)).toEqual([...BOT_SCOPES, 'chat:write.public'])
    expect(scopesOf((await slack.startInstall({ slackAppId })).url)).toEqual([...BOT_SCOPES])
  })

  it('[SL8] lets the bot write where nobody invited it', async () => {
    const { owner, slackAppId, installationId } = await aConnectedOffice(scene)
    const browser = aBrowser(scene, owner)
    await browser.slack.setPublicPosting({ installationId, on: true })
    const { team_id: teamId, users, channels } = scene.demo.northwind
    const { url } = await browser.slack.startInstall({ slackAppId, installationId })
    await browser.open(await decideInSlack(url, { allow: true, teamId, userId: users.ada }))
    expect((await browser.slack.overview()).installations[0]?.missingScopes).toEqual([])
    await browser.slack.sendTestMessage({ installationId, channelId: channels.random })
    expect((await scene.control.state.channel(channels.random)).messages.at(-1)?.text).toContain('test message')
    expect(await browser.slack.setPublicPosting({ installationId, on: false })).toMatchObject({ postsPublicly: false, missingScopes: [] })
  })

  it('[SL8] stands in the manifest where it is wanted, and no admin scope ever does', async () => {
    const { slack } = aBrowser(scene, (await anOfficeWithApp(scene)).owner)
    const botScopesOf = async (input?: { postsPublicly: boolean }) => {
      const manifest = JSON.parse((await slack.manifest(input)).json) as { oauth_config: { scopes: { bot: string[] } } }
      return manifest.oauth_config.scopes.bot
    }
    expect(await botScopesOf()).toEqual([...BOT_SCOPES])
    const wider = await botScopesOf({ postsPublicly: true })
    expect(wider).toEqual([...BOT_SCOPES, 'chat:write.public'])
    expect(wider.filter((scope) => scope.startsWith('admin'))).toEqual([])
  })
})
