import type { Config } from '../infra/config.ts'
import type { Services } from '../infra/services.ts'
import { createSlackFiles, type SlackFiles } from './files/slack-files.ts'
import { createSecretStore, type SecretStore } from '../infra/secrets/secret-store.ts'
import { createSlackApi, type SlackApi } from './slack-api.ts'

/** What the parts of slack/ are handed on top of what everybody gets; made once in `app/`. */
export interface SlackServices extends Services {
  slackApi: SlackApi
  slackFiles: SlackFiles
  secrets: SecretStore
  /** Where a person is sent to grant access: `https://slack.com/oauth/v2/authorize`. */
  slackAuthorizeUrl: string
  /** Of this server as people and Slack see it, without a slash at the end. */
  publicUrl: string
  /** Of a file that comes from Slack at most. */
  maxFileBytes: number
}

type SlackConfig = Pick<Config, 'slackApiUrl' | 'slackAuthorizeUrl' | 'publicUrl' | 'secretKeys' | 'maxFileBytes'>

/** Gives the services their Slack parts. Hand the result to the request context, so that the slack procedures find them. */
export function withSlack(services: Services, config: SlackConfig): SlackServices {
  const { slackApiUrl, slackAuthorizeUrl, publicUrl, secretKeys, maxFileBytes } = config
  return {
    ...services,
    slackApi: createSlackApi({ slackApiUrl, logger: services.logger }),
    slackFiles: createSlackFiles({ slackApiUrl }),
    secrets: createSecretStore(secretKeys),
    slackAuthorizeUrl,
    publicUrl,
    maxFileBytes,
  }
}

export function slackServicesOf(services: Services): SlackServices {
  if (!isSlackServices(services)) throw new Error('the services were made without Slack: see withSlack')
  return services
}

function isSlackServices(services: Services): services is SlackServices {
  return 'slackApi' in services && 'secrets' in services
}
