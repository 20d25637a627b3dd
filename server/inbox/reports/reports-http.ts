import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Router, type Request, type RequestHandler } from 'express'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import { REPORT_GROUPS } from '@atrium/shared/inbox/reports.ts'
import type { Auth } from '../../identity/create-auth.ts'
import { writeAudit } from '../../identity/write-audit.ts'
import { answerError } from '../../infra/answer-error.ts'
import type { Services } from '../../infra/services.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { conversationLines, reportLines } from './exported-lines.ts'
import { reportScope } from './reports.procedures.ts'

interface ReportRouteParts {
  services: Services
  auth: Auth
}

const GROUPS = [...REPORT_GROUPS, 'conversation'] as const

/** `GET /api/inbox/report.csv?group=day&from=2026-11-01&until=2026-11-30&timeZone=…`; group `conversation` is every single one. */
export function reportRoutes(parts: ReportRouteParts): Router {
  const routes = Router()
  routes.get('/api/inbox/report.csv', exporting(parts))
  return routes
}

function exporting({ services, auth }: ReportRouteParts): RequestHandler {
  return async (request, response) => {
    try {
      const { actor } = await auth.resolveActor(request.headers)
      if (!actor) throw new AtriumError('not_signed_in')
      if (actor.kind !== 'member') throw new AtriumError('not_allowed')
      const { group, scope } = wishOf(request)
      const lines =
        group === 'conversation' ? conversationLines(services.db, actor, scope) : reportLines(services.db, actor, { group, scope })
      // What cannot be made is said before anything is sent.
      const first = await lines.next()
      await noteExport(services, actor, { group, scope, address: request.ip ?? null })
      response.set({
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename="atrium-${group}-${scope.from}-${scope.until}.csv"`,
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
      })
      await pipeline(Readable.from(withFirst(first.value ?? '', lines)), response)
    } catch (error) {
      if (response.headersSent) response.destroy()
      else answerError(response, { logger: services.logger, error, what: 'a report could not be exported' })
    }
  }
}

async function* withFirst(first: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield first
  yield* rest
}

function wishOf({ query }: Request) {
  const given = reportScope.safeParse(query)
  const group = GROUPS.find((known) => known === query.group)
  if (!given.success || !group)
    throw new AtriumError('bad_input', 'Say which report: its group, its first and last day, and the time zone.')
  return { group, scope: given.data }
}

async function noteExport(
  services: Services,
  actor: MemberActor,
  { group, scope, address }: { group: string; scope: object; address: string | null },
): Promise<void> {
  const nowMs = services.clock.now()
  const entry = {
    action: 'report.exported',
    subject: group === 'conversation' ? 'conversations' : `report by ${group}`,
    detail: { ...scope },
  }
  await commitInOrganization(services, actor.organizationId, (tx) => writeAudit(tx, actor, { ...entry, address, nowMs }))
}
