import { expect, it } from 'vitest'
import { adminProcedure, publicProcedure } from '../../identity/procedures.ts'
import { baseProcedure, router } from '../../infra/trpc.ts'
import { findUntried, isAdmitted, listProcedures } from './matrix.ts'

it('[ID2] fails for a procedure that does not state who may call it', () => {
  const forgetful = router({ chat: router({ shout: baseProcedure.mutation(() => 'hey') }) })
  expect(() => listProcedures(forgetful)).toThrow('chat.shout does not state who may call it')
})

it('[ID2] fails for a procedure that nobody has taught it to call', () => {
  const grown = router({ identity: router({ me: publicProcedure.query(() => 1), listAudit: adminProcedure.query(() => 2) }) })
  const samples = { 'identity.me': {}, 'identity.gone': {}, 'incidents.list': {} }
  expect(findUntried(listProcedures(grown), samples)).toEqual({ missing: ['identity.listAudit'], unknown: ['identity.gone'] })
})

it('[ID2] admits each role to what is for it and for those below', () => {
  expect([isAdmitted('admin', 'admin'), isAdmitted('admin', 'owner'), isAdmitted('admin', 'member')]).toEqual([true, true, false])
  expect([isAdmitted('person', 'visitor'), isAdmitted('member', 'visitor'), isAdmitted('signed-in', 'visitor')]).toEqual([
    true,
    false,
    false,
  ])
  expect([isAdmitted('public', 'stranger'), isAdmitted('signed-in', 'outsider'), isAdmitted('person', 'outsider')]).toEqual([
    true,
    true,
    false,
  ])
})
