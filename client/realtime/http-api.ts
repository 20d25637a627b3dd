import { createTRPCClient, httpBatchLink } from '@trpc/client'
import type { AppRouter } from '@atrium/server/app/router.ts'

/** For what comes before there is a socket: who this is, invitations, the first organization. */
export const httpApi = createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: '/trpc' })] })
