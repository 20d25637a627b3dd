import type { SystemActor } from '@atrium/shared/identity/actor.ts'
import type { InstallationId, OrganizationId, SlackAppId } from '@atrium/shared/ids.ts'

/** For whom an event is applied. */
export interface InstallationScope {
  organizationId: OrganizationId
  installationId: InstallationId
  slackAppId: SlackAppId
  /** As Slack calls our app: `A…`. */
  apiAppId: string
  teamId: string
  botUserId: string
  botId: string | null
  /** Put on a message by a member, it makes a conversation of its thread. */
  conversationEmoji: string
  nowMs: number
  /** When the event first came. */
  receivedAtMs: number
  /** When it happened, by Slack's clock, to the second. */
  happenedAtMs: number
}

export function ingressActor(scope: InstallationScope): SystemActor {
  return { kind: 'system', organizationId: scope.organizationId, name: 'slack-ingress' }
}
