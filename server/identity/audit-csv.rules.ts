import type { AuditEntryView } from '@atrium/shared/identity/views.ts'
import { csvLine } from '../infra/csv.rules.ts'

const COLUMNS = ['at', 'actorKind', 'actorName', 'action', 'subject', 'detail', 'address', 'id'] as const

/** With a line of names. */
export function auditCsv(entries: AuditEntryView[]): string {
  const rows = entries.map((entry) => {
    const plain = { ...entry, at: new Date(entry.at).toISOString(), detail: JSON.stringify(entry.detail), address: entry.address ?? '' }
    return csvLine(COLUMNS.map((column) => plain[column]))
  })
  return [csvLine(COLUMNS), ...rows].join('')
}
