import { z } from 'zod'
import { idOf } from '@atrium/shared/id-schema.ts'
import type { CustomerId, MemberId } from '@atrium/shared/ids.ts'
import { REPORT_GROUPS } from '@atrium/shared/inbox/reports.ts'
import { memberProcedure } from '../../identity/procedures.ts'
import { withHead } from '../committed.ts'
import { report } from './report.ts'

export const reportScope = z.object({
  from: z.string().max(10),
  until: z.string().max(10),
  timeZone: z.string().max(60),
  customerId: idOf<CustomerId>().optional(),
  assigneeId: idOf<MemberId>().optional(),
  place: z.string().max(200).optional(),
})

export const reportsProcedures = {
  report: memberProcedure
    .input(reportScope.extend({ group: z.enum(REPORT_GROUPS) }))
    .query(({ ctx, input: { group, ...scope } }) => withHead(ctx, async (tx) => ({ rows: await report(tx, ctx.actor, { group, scope }) }))),
}
