import { jsonb } from '@atrium/db/json.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { InstallationId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { AllowedUserView, InstallationView } from '@atrium/shared/slack/views.ts'
import { writeAudit } from '../../identity/write-audit.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { askSlack } from '../channels/refresh-channels.ts'
import { findInstallation, updateInstallation } from '../install/installation.queries.ts'
import { presentInstallation } from '../present-slack.ts'
import { slackTokenOf } from '../secrets/slack-token.ts'
import type { SlackServices } from '../slack-services.ts'
import { allowedUsersOf, readNamed } from './allowed-users.rules.ts'

interface NewList {
  actor: MemberActor
  installationId: InstallationId
  /** Everybody who is to be on the list, each by Slack user id or e-mail. */
  people: string[]
  address: string
}

/**
 * Says who may act from Slack in this workspace; an empty list lets everyone. Whoever is new is looked up in Slack, so that
 * a slip of the pen locks nobody out. @throws not_found, bad_input, slack_refused, slack_unreachable
 */
export async function setAllowedUsers(
  services: SlackServices,
  { actor, installationId, people, address }: NewList,
): Promise<InstallationView> {
  const { organizationId } = actor
  const installation = await inOrganization(services.db, organizationId, (tx) => findInstallation(tx, organizationId, installationId))
  if (!installation) throw new AtriumError('not_found')
  const before = allowedUsersOf(installation)
  const list = new Map<string, AllowedUserView>()
  for (const text of people) {
    const known = before.find(({ slackUserId }) => slackUserId === text.trim())
    const person = known ?? (await findPerson(services, { actor, installationId, text }))
    list.set(person.slackUserId, person)
  }
  const after = [...list.values()]
  return commitInOrganization(services, organizationId, async (tx) => {
    const row = await updateInstallation(tx, organizationId, { id: installationId, set: { allowed_users: jsonb(after) as never } })
    const subject = `Slack workspace ${row.team_name}`
    const detail = { before, after }
    await writeAudit(tx, actor, { action: 'slack.allowedUsersChanged', subject, detail, address, nowMs: services.clock.now() })
    return presentInstallation(row)
  })
}

async function findPerson(
  services: SlackServices,
  { actor, installationId, text }: { actor: MemberActor; installationId: InstallationId; text: string },
): Promise<AllowedUserView> {
  const named = readNamed(text)
  if (!named) throw new AtriumError('bad_input', `“${text}” is neither a Slack user id, such as U012ABCDEF, nor an e-mail.`).at('person')
  const owner = { kind: 'installation', id: installationId } as const
  const token = await slackTokenOf(services, { organizationId: actor.organizationId, owner, reader: 'slack-install' })
  if (!token) throw new AtriumError('not_found', 'This workspace is not connected.')
  const { user } = await askSlack(() =>
    services.slackApi.call(token, (client) =>
      'email' in named ? client.users.lookupByEmail(named) : client.users.info({ user: named.slackUserId }),
    ),
  ).catch((error: unknown) => {
    throw error instanceof AtriumError && error.code === 'slack_refused' ? error.at('person') : error
  })
  if (!user?.id || user.is_bot) throw new AtriumError('bad_input', `“${text}” is nobody who could act in Slack.`).at('person')
  return { slackUserId: user.id, name: user.profile?.real_name ?? user.real_name ?? user.name ?? user.id }
}
