import type { Config } from '../infra/config.ts'
import { createSecretStore, type SecretStore } from '../infra/secrets/secret-store.ts'
import type { Services } from '../infra/services.ts'

/** What the parts of integrations/ are handed on top of what everybody gets; made once in `app/`. */
export interface IntegrationServices extends Services {
  secrets: SecretStore
  /** Of this server as people see it, without a slash at the end. */
  publicUrl: string
  linearApiUrl: string
  /** Whether webhooks may go to private networks, and over plain http. */
  privateWebhookAddresses: boolean
}

type IntegrationConfig = Pick<Config, 'publicUrl' | 'secretKeys' | 'linearApiUrl' | 'privateWebhookAddresses'>

/** Gives the services what integrations need. Hand the result to the request context, so that their procedures find it. */
export function withIntegrations<S extends Services>(services: S, config: IntegrationConfig): S & IntegrationServices {
  const { publicUrl, secretKeys, linearApiUrl, privateWebhookAddresses } = config
  return { ...services, secrets: createSecretStore(secretKeys), publicUrl, linearApiUrl, privateWebhookAddresses }
}

export function integrationServicesOf(services: Services): IntegrationServices {
  if (!('linearApiUrl' in services)) throw new Error('the services were made without integrations: see withIntegrations')
  return services as IntegrationServices
}
