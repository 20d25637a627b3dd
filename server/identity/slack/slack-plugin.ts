import type { BetterAuthOptions, BetterAuthPlugin } from 'better-auth'
import type { Connection } from '@atrium/db/connect.ts'
import type { UserId } from '@atrium/shared/ids.ts'
import type { SlackSignInConfig } from '../../infra/config.ts'
import type { Services } from '../../infra/services.ts'
import { ADDRESS_HEADER } from '../auth-options.ts'
import { auditSlackBinding, isBoundToSlack, refuseSlackSignIn } from './slack-binding.ts'
import type { SlackClaims } from './slack-claims.ts'
import { createSlackProvider } from './slack-provider.ts'
import { SLACK_PROVIDER } from './slack-subject.ts'

interface Parts {
  signIn: SlackSignInConfig
  services: Services
  /** Of the role `auth`. */
  connection: Connection
}

/** Sign in with Slack, by better-auth's own routes: `/sign-in/social` leads to Slack, `/callback/slack` is the way back. */
export function slackPlugin(parts: Parts): BetterAuthPlugin {
  const { signIn, services, connection } = parts
  const provider = createSlackProvider({ signIn, logger: services.logger, isBound: (subject) => isBoundToSlack(connection, subject) })
  const options: BetterAuthOptions = {
    user: { validateUserInfo: gate(parts) },
    account: { updateAccountOnSignIn: false },
    databaseHooks: { account: accountHooks(services) },
  }
  return { id: 'slack', init: () => ({ context: { socialProviders: [provider] }, options }) }
}

function gate({ signIn, connection }: Parts): NonNullable<BetterAuthOptions['user']>['validateUserInfo'] {
  return async ({ user: { id }, source: { action, oauth } }) => {
    if (oauth?.providerId !== SLACK_PROVIDER) return undefined
    const claims = oauth.profile as unknown as SlackClaims
    const error = await refuseSlackSignIn(connection, signIn, { action, userId: id ?? null, claims })
    return error ? { error } : undefined
  }
}

type AccountHooks = NonNullable<NonNullable<BetterAuthOptions['databaseHooks']>['account']>

function accountHooks(services: Services): AccountHooks {
  return {
    create: {
      // Slack's tokens have told who it is, and are good for nothing else here.
      before: async (account) => ({ data: account.providerId === SLACK_PROVIDER ? { ...account, ...NO_TOKENS } : account }),
      async after(account, context) {
        if (account.providerId !== SLACK_PROVIDER) return
        const { userId, accountId: subject } = account
        const address = context?.headers?.get(ADDRESS_HEADER) ?? null
        await auditSlackBinding(services, { userId: userId as UserId, action: 'signIn.slackAdded', subject, address })
      },
    },
  }
}

const NO_TOKENS = { accessToken: null, refreshToken: null, idToken: null, accessTokenExpiresAt: null, refreshTokenExpiresAt: null }
