/** What Slack's consent page brought somebody back with, in the address. */
export interface GrantSearch {
  error?: string | undefined
  /** The server's own words about it. */
  detail?: string | undefined
}

const WORDS: Record<string, string> = {
  access_denied: 'You cancelled in Slack. Nothing was connected; start again whenever you like.',
  state_expired: 'This attempt was used already, is older than ten minutes, or was begun in another browser. Start again.',
  not_allowed: 'Only owners and admins connect a workspace. Ask one of them.',
  slack_unreachable: 'Slack could not be reached. Try again in a moment.',
  wrong_app: 'Slack answered for another app than the one that was asked for. Check the client id of the app.',
  not_connected: 'This workspace is not connected any more. Ask an admin to connect it again.',
  email_unknown: 'Slack did not tell the e-mail of your account there. Allow it to be read, and try again.',
  slack_user_taken: 'This Slack account is linked to somebody else here. Ask them, or an admin, to unlink it.',
  linked_to_other: 'You are linked to another Slack account in this workspace. Unlink that one first.',
}
/** Where the server's own words name the e-mails, the workspace or Slack's reason. */
const TELLS_MORE = new Set(['email_mismatch', 'email_unverified', 'wrong_workspace', 'slack_refused'])
const LONGEST = 300

/** Null when all went well. The address can be written by anybody: its words stand only where ours cannot say it. */
export function grantErrorText({ error, detail }: GrantSearch): string | null {
  if (!error) return null
  if (error === 'email_mismatch') return mismatchText(detail ?? '')
  if (TELLS_MORE.has(error) && detail) return detail.slice(0, LONGEST)
  return WORDS[error] ?? 'That did not work. Start again; if it fails again, ask whoever runs Atrium to look into its log.'
}

const EMAIL = /[^\s,;<>"()]+@[^\s,;<>"()]+\.[^\s,;<>"()]+/g

function mismatchText(detail: string): string {
  const [atSlack, here] = detail.match(EMAIL)?.map((email) => email.replace(/\.$/, '')) ?? []
  if (!atSlack || !here) return 'The e-mail of the Slack account is not your verified e-mail here. They have to be the same.'
  return `Your Slack account has the e-mail ${atSlack}, but yours here is ${here}. They have to be the same: sign in to Slack with the other account, or change one of the two.`
}
