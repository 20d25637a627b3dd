import { createSandboxControl } from '@atrium/sandbox/control-client.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import { newId, type Id, type InstallationId, type SlackAppId } from '@atrium/shared/ids.ts'
import { actorOf } from '../../../identity/testing/builders.ts'
import { aContact, aCustomer } from '../../../inbox/testing/builders.ts'
import { commitInOrganization } from '../../../realtime/commit.ts'
import { completeInstall, describeBotGrant } from '../../../slack/install/complete-install.ts'
import { saveApp } from '../../../slack/install/save-app.ts'
import { BOT_SCOPES } from '../../../slack/scopes.ts'
import { withSlack, type SlackServices } from '../../../slack/slack-services.ts'
import type { Scene } from '../matrix-scene.ts'
import type { Sample } from '../sample-inputs.ts'

const installed = async (scene: Scene) => ({ installationId: (await anInstallation(scene)).installationId })

export const slackSamples: Record<string, Sample> = {
  'slack.overview': {},
  'slack.saveApp': {
    input: async () => ({
      appId: `A${newId().replace(/-/g, '').slice(-9).toUpperCase()}`,
      clientId: '1.2',
      clientSecret: 'secret',
      signingSecret: 'secret',
      mode: 'http',
    }),
  },
  'slack.manifest': {},
  'slack.startInstall': { input: async (scene) => ({ slackAppId: (await anInstallation(scene)).slackAppId }) },
  // Slack knows no such token: an admin gets as far as being told so.
  'slack.installWithToken': {
    input: async (scene) => ({
      slackAppId: (await anInstallation(scene)).slackAppId,
      botToken: 'xoxb-made-up',
      workspaceDomain: 'northwind',
    }),
    answers: ['slack_refused'],
  },
  'slack.setPublicPosting': { input: async (scene) => ({ ...(await installed(scene)), on: true }) },
  'slack.setAllowedUsers': { input: async (scene) => ({ ...(await installed(scene)), people: [] }) },
  'slack.disconnect': { input: installed },
  'slack.startLink': { input: installed },
  // Whoever tries has just come, and has no link yet.
  'slack.unlink': { input: installed, answers: ['not_found'] },
  'slack.setPreference': { input: async (scene) => ({ ...(await installed(scene)), preference: 'always' }), answers: ['not_found'] },
  'slack.setStatusSharing': { input: async (scene) => ({ ...(await installed(scene)), on: true }), answers: ['not_found'] },
  'slack.listChannels': { input: installed, foreignFindsNothing: true },
  'slack.refreshChannels': { input: installed },
  'slack.watchChannel': {
    input: async (scene) => {
      const { installationId, channelId } = await anInstallation(scene)
      return { installationId, channelId, customerId: await aCustomer(scene.services, scene.organizationId) }
    },
  },
  'slack.channelsOfCustomer': { input: async (scene) => ({ customerId: await aCustomer(scene.services, scene.organizationId) }) },
  'slack.setChannelRole': { input: async (scene) => ({ ...(await channelOf(scene)), slackUserId: 'U0SOMEBODY', role: 'agent' }) },
  'slack.identitiesOfContact': { input: async (scene) => ({ contactId: (await aContact(scene.services, scene.organizationId)).id }) },
  'slack.setDefaultChannel': { input: channelOf },
  'slack.setNotification': { input: async (scene) => ({ ...(await channelOf(scene)), kind: 'high_priority', on: true }) },
  'slack.setConversationEmoji': { input: async (scene) => ({ ...(await installed(scene)), emoji: ':eyes:' }) },
  'slack.testConnection': { input: installed },
  'slack.diagnose': { input: installed },
  'slack.health': { input: installed },
  'slack.sendTestMessage': { input: channelOf },
  'slack.retryDelivery': { input: async () => ({ entityId: newId<Id<'message'>>() }), answers: ['not_found'] },
}

async function channelOf(scene: Scene) {
  const { installationId, channelId } = await anInstallation(scene)
  return { installationId, channelId }
}

interface Installed {
  installationId: InstallationId
  slackAppId: SlackAppId
  /** Of a channel that the bot is in. */
  channelId: string
}

/** An app of its own, installed in a workspace of its own. */
async function anInstallation(scene: Scene): Promise<Installed> {
  const { config, organizationId, owner } = scene
  const services = withSlack(scene.services, config)
  const control = createSandboxControl(config.slackApiUrl.replace(/\/api\/$/, ''))
  const actor = actorOf(owner)
  const { team_id } = await control.createWorkspace({ name: 'Northwind', domain: newId().slice(-12) })
  const { user_id } = await control.createUser({ team_id, name: 'ada', real_name: 'Ada', is_admin: true })
  const app = await control.createApp({ name: 'Atrium', bot_scopes: [...BOT_SCOPES] })
  const input = {
    appId: app.app_id,
    clientId: app.client_id,
    clientSecret: app.client_secret,
    signingSecret: app.signing_secret,
    mode: 'http' as const,
  }
  const from = { address: '127.0.0.1', nowMs: services.clock.now() }
  const { id: slackAppId } = await commitInOrganization(services, organizationId, (tx) =>
    saveApp(tx, services.secrets, { actor, input, from }),
  )
  const grant = await describeBotGrant(services, await control.installApp({ app_id: app.app_id, team_id, user_id, user_scopes: [] }))
  const installation = await commitInOrganization(services, organizationId, (tx) =>
    completeInstall(tx, services, { actor, slackAppId, grant, address: '127.0.0.1' }),
  )
  const { channel_id } = await control.createChannel({ team_id, name: 'support', members: [user_id, grant.botUserId], creator: user_id })
  await listChannel(services, scene, { installationId: installation.id, channelId: channel_id })
  return { installationId: installation.id, slackAppId, channelId: channel_id }
}

function listChannel(
  services: SlackServices,
  { organizationId }: Scene,
  { installationId, channelId }: { installationId: InstallationId; channelId: string },
) {
  const row = { organization_id: organizationId, installation_id: installationId, channel_id: channelId, name: 'support', is_member: true }
  return inOrganization(services.db, organizationId, (tx) => tx.insertInto('slack_channel').values(row).execute())
}
