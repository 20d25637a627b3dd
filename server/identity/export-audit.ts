import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { AuditFilter, AuditFormat } from '@atrium/shared/identity/audit.ts'
import type { AuditEntryView } from '@atrium/shared/identity/views.ts'
import { auditCsv } from './audit-csv.rules.ts'
import { listAudit } from './list-audit.ts'
import { writeAudit } from './write-audit.ts'

/** In one answer; whoever has more asks for a shorter time. */
const MOST = 50_000

interface Wish {
  format: AuditFormat
  filter: AuditFilter
  address: string
  nowMs: number
}
export interface ExportedAudit {
  fileName: string
  mediaType: string
  text: string
}

/** The log, or what of it is wanted, as a file, the newest first. That it was taken stands in the log from then on. @throws bad_input when it is too much for one */
export async function exportAudit(tx: Tx, actor: MemberActor, { format, filter, address, nowMs }: Wish): Promise<ExportedAudit> {
  const entries = await listAudit(tx, actor, { filter, limit: MOST + 1 })
  if (entries.length > MOST) throw new AtriumError('bad_input', `That is more than ${MOST} entries. Choose a shorter time.`)
  const detail = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
  await writeAudit(tx, actor, {
    action: 'audit.exported',
    subject: `${entries.length === 1 ? '1 entry' : `${entries.length} entries`} as ${format.toUpperCase()}`,
    detail,
    address,
    nowMs,
  })
  const fileName = `atrium-audit-${new Date(nowMs).toISOString().slice(0, 10)}.${format}`
  return { fileName, ...contentOf(entries, format) }
}

function contentOf(entries: AuditEntryView[], format: AuditFormat): Pick<ExportedAudit, 'mediaType' | 'text'> {
  if (format === 'csv') return { mediaType: 'text/csv', text: auditCsv(entries) }
  const plain = entries.map((entry) => ({ ...entry, at: new Date(entry.at).toISOString() }))
  return { mediaType: 'application/json', text: `${JSON.stringify(plain, null, 2)}\n` }
}
