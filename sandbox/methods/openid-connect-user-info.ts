import { z } from 'zod'
import { identityClaims } from '../oauth/identity-claims.ts'
import { userOf } from '../world/find.ts'
import { method } from './method.ts'

/** @see https://docs.slack.dev/reference/methods/openid.connect.userInfo */
export const openidConnectUserInfo = method({
  name: 'openid.connect.userInfo',
  errors: [],
  tokens: ['user'],
  scopes: ['openid'],
  args: z.object({}),
  run: ({ world, caller }) => identityClaims(world, userOf(world, caller.userId), caller.token.scopes),
})
