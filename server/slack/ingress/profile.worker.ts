import { asWorker, inOrganization } from '@atrium/db/transaction.ts'
import { startRounds } from '../../infra/rounds.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { noteDeadToken } from '../install/note-dead-token.ts'
import { slackTokenOf } from '../secrets/slack-token.ts'
import { SlackCallError } from '../slack-api.ts'
import type { SlackServices } from '../slack-services.ts'
import type { InstallationScope } from './installation-scope.ts'
import { learnProfile } from './learn-profile.ts'
import { listUnknownProfiles, markUnknowable, organizationsWithUnknown, type UnknownProfile } from './profile.queries.ts'
import { readSlackUser } from './slack-event.rules.ts'

const BATCH = 20

/** Looks up people of whom only a placeholder is known (IN2). @returns how many were learnt */
export async function healProfiles(services: SlackServices): Promise<number> {
  let learnt = 0
  for (const organizationId of await asWorker(services.db, organizationsWithUnknown)) {
    const unknown = await inOrganization(services.db, organizationId, (tx) => listUnknownProfiles(tx, organizationId, BATCH))
    for (const profile of unknown) if (await healProfile(services, profile)) learnt += 1
  }
  return learnt
}

async function healProfile(services: SlackServices, { scope: found, slackUserId }: UnknownProfile): Promise<boolean> {
  const nowMs = services.clock.now()
  const scope: InstallationScope = { ...found, nowMs, receivedAtMs: nowMs, happenedAtMs: nowMs }
  const owner = { kind: 'installation', id: scope.installationId } as const
  const token = await slackTokenOf(services, { organizationId: scope.organizationId, owner, reader: 'slack-profiles' })
  if (!token) return false
  try {
    const answer = await services.slackApi.call(token, (client) => client.users.info({ user: slackUserId }))
    const user = readSlackUser(answer.user)
    if (!user) return false
    await commitInOrganization(services, scope.organizationId, (tx) => learnProfile(tx, scope, user))
    return true
  } catch (error) {
    if (!(error instanceof SlackCallError)) throw error
    await noteDeadToken(services, { ...found, token, failure: error.failure })
    // Asking again gets the same answer; whoever it is stays the placeholder until an event says more.
    if (error.failure.kind === 'refused')
      await commitInOrganization(services, scope.organizationId, (tx) => markUnknowable(tx, scope, slackUserId))
    return false
  }
}

/** Looks people up until it is told to stop. */
export function startProfileWorker(services: SlackServices, everyMs = 1_000): { stop(): Promise<void> } {
  return startRounds(() => healProfiles(services), {
    everyMs,
    failed: (error) => services.logger.warn({ err: error }, 'Slack profiles could not be looked up'),
  })
}
