import { router } from '../infra/trpc.ts'
import { keysProcedures } from './keys/keys.procedures.ts'

export const integrationsRouter = router({ ...keysProcedures })
