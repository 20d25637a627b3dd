import { createHash, randomUUID } from 'node:crypto'
import type { TestMember } from '../../identity/testing/builders.ts'
import { actorOf } from '../../identity/testing/builders.ts'
import { createCallerFactory, type RequestContext } from '../../infra/trpc.ts'
import { slackRouter } from '../slack.router.ts'
import type { SlackScene } from './slack-scene.ts'

/** A member at their browser: one session, in which they call procedures and follow Slack's redirects. */
export function aBrowser(scene: SlackScene, member: TestMember) {
  const session = randomUUID()
  const sessionHash = createHash('sha256').update(session).digest('hex')
  scene.sessions.set(session, { actor: actorOf(member), userId: member.userId, sessionHash })
  const context = {
    services: scene.services,
    actor: actorOf(member),
    sessionHash,
    userId: member.userId,
    socket: null,
    address: '192.0.2.7',
    publicUrl: scene.url,
  } as unknown as RequestContext
  return {
    slack: createCallerFactory(slackRouter)(context),
    /** Opens a callback's address. @returns where it sends the browser on to, as path and query. */
    async open(address: string): Promise<URL> {
      const response = await fetch(address, { redirect: 'manual', headers: { 'x-session': session } })
      return new URL(response.headers.get('location') ?? '', scene.url)
    },
  }
}

/** Decides on Slack's page of consent. @returns the callback's address */
export async function decideInSlack(authorizeUrl: string, decision: { allow: boolean; teamId: string; userId: string }): Promise<string> {
  const response = await fetch(authorizeUrl, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ decision: decision.allow ? 'allow' : 'cancel', team_id: decision.teamId, user_id: decision.userId }),
  })
  const location = response.headers.get('location')
  if (!location) throw new Error(`Slack did not redirect: ${await response.text()}`)
  return location
}
