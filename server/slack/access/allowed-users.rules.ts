import { z } from 'zod'
import type { AllowedUserView } from '@atrium/shared/slack/views.ts'

const allowedUsers = z.array(z.object({ slackUserId: z.string(), name: z.string() }))

/** Who is on the list of an installation, as its row keeps it. */
export function allowedUsersOf(row: { allowed_users: unknown }): AllowedUserView[] {
  return allowedUsers.parse(row.allowed_users)
}

/**
 * Whether somebody in Slack may act (SL9). An empty list admits everyone. Where it is not clear which workspace it is
 * about, as when a customer clicks in a shared channel, every list that it could be has to admit them.
 */
export function mayAct(slackUserId: string, lists: readonly (readonly AllowedUserView[])[]): boolean {
  return lists.every((list) => list.length === 0 || list.some((allowed) => allowed.slackUserId === slackUserId))
}

/** Slack's own id of a person: U…, or W… in an Enterprise Grid. */
const SLACK_USER_ID = /^[UW][A-Z0-9]{2,30}$/

/** An admin names people by their id or by their e-mail. Null for anything else. */
export function readNamed(text: string): { slackUserId: string } | { email: string } | null {
  const given = text.trim()
  if (SLACK_USER_ID.test(given.toUpperCase()) && !given.includes('@')) return { slackUserId: given.toUpperCase() }
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(given) ? { email: given } : null
}
