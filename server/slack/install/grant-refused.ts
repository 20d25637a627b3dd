/** Why a person who came back from Slack is not connected. The code goes into the address, the text is shown. */
export type GrantRefusal =
  | 'access_denied'
  | 'state_expired'
  | 'not_allowed'
  | 'slack_refused'
  | 'slack_unreachable'
  | 'wrong_app'
  | 'wrong_workspace'
  | 'not_connected'
  | 'email_unknown'
  | 'email_unverified'
  | 'email_mismatch'
  | 'slack_user_taken'
  | 'linked_to_other'

export class GrantRefused extends Error {
  readonly code: GrantRefusal
  constructor(code: GrantRefusal, text: string, cause?: unknown) {
    super(text, cause === undefined ? undefined : { cause })
    this.name = 'GrantRefused'
    this.code = code
  }
}
