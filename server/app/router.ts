import { chatRouter } from '../chat/chat.router.ts'
import { identityRouter } from '../identity/identity.router.ts'
import { inboxRouter } from '../inbox/inbox.router.ts'
import { router } from '../infra/trpc.ts'
import { integrationsRouter } from '../integrations/integrations.router.ts'
import { realtimeRouter } from '../realtime/realtime.router.ts'
import { slackRouter } from '../slack/slack.router.ts'
import { spaceRouter } from '../space/space.router.ts'
import { firstStepsRouter } from './first-steps/first-steps.router.ts'

/** Every procedure there is; its path is the file's path. */
export const appRouter = router({
  chat: chatRouter,
  firstSteps: firstStepsRouter,
  identity: identityRouter,
  inbox: inboxRouter,
  integrations: integrationsRouter,
  realtime: realtimeRouter,
  slack: slackRouter,
  space: spaceRouter,
})
export type AppRouter = typeof appRouter
