import { GrantRefused } from '../install/grant-refused.ts'

interface Identities {
  slackEmail: string | null
  memberEmail: string
  memberEmailVerified: boolean
}

/** The same e-mail on both sides, case aside, and proven on ours. @throws GrantRefused that says both */
export function requireSameEmail({ slackEmail, memberEmail, memberEmailVerified }: Identities): string {
  if (!slackEmail)
    throw new GrantRefused('email_unknown', 'Slack did not tell the e-mail of your account there. Allow it to be read, and try again.')
  if (!memberEmailVerified) throw new GrantRefused('email_unverified', `Your e-mail ${memberEmail} is not verified here yet.`)
  if (slackEmail.toLowerCase() !== memberEmail.toLowerCase()) {
    throw new GrantRefused(
      'email_mismatch',
      `Your Slack account has the e-mail ${slackEmail}, your verified e-mail here is ${memberEmail}. They have to be the same.`,
    )
  }
  return slackEmail
}

interface Claims {
  slackUserId: string
  /** Who has this Slack user already. */
  holder: { member_id: string } | undefined
  /** Whom this member has already. */
  own: { slack_user_id: string } | undefined
  memberId: string
}

/** A link is to one Slack user and is never moved to another behind anybody's back. @throws GrantRefused */
export function requireFree({ slackUserId, holder, own, memberId }: Claims): void {
  if (holder && holder.member_id !== memberId)
    throw new GrantRefused('slack_user_taken', 'This Slack account is linked to somebody else here.')
  if (own && own.slack_user_id !== slackUserId) {
    throw new GrantRefused('linked_to_other', 'You are linked to another Slack account in this workspace. Unlink that one first.')
  }
}
