import { router } from '../infra/trpc.ts'
import { keysProcedures } from './keys/keys.procedures.ts'
import { linearProcedures } from './linear/linear.procedures.ts'
import { webhooksProcedures } from './webhooks/webhooks.procedures.ts'

export const integrationsRouter = router({ ...keysProcedures, ...linearProcedures, ...webhooksProcedures })
