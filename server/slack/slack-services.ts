import type { Services } from '../infra/services.ts'
import type { SecretStore } from './secrets/secret-store.ts'
import type { SlackApi } from './slack-api.ts'

/** What the parts of slack/ are handed on top of what everybody gets; made once in `app/`. */
export interface SlackServices extends Services {
  slackApi: SlackApi
  secrets: SecretStore
  /** Where a person is sent to grant access: `https://slack.com/oauth/v2/authorize`. */
  slackAuthorizeUrl: string
  /** Of this server as people and Slack see it, without a slash at the end. */
  publicUrl: string
}
