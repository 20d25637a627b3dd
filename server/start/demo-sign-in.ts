import { createSandboxControl } from '@atrium/sandbox/control-client.ts'
import type { SlackSignInConfig } from '../infra/config.ts'

const NAME = 'Atrium office'

/** The sandbox's app that people sign in to the demo with, apart from the one that carries messages; its credentials are kept with the sandbox. */
export async function prepareDemoSignIn(slackUrl: string, publicUrl: string): Promise<SlackSignInConfig> {
  const control = createSandboxControl(slackUrl)
  const manifest = { name: NAME, pkce_enabled: true, redirect_urls: [`${publicUrl}/api/auth/callback/slack`] }
  const { app_id: known } = await control.state.appByName({ name: NAME })
  const app = known ? await control.updateApp(known, manifest) : await control.createApp(manifest)
  const credentials = { clientId: app.client_id, clientSecret: app.client_secret }
  return { ...credentials, issuer: slackUrl, apiUrl: `${slackUrl}/api/`, teamId: null, pkce: true }
}
