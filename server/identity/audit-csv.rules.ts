import type { AuditEntryView } from '@atrium/shared/identity/views.ts'

const COLUMNS = ['at', 'actorKind', 'actorName', 'action', 'subject', 'detail', 'address', 'id'] as const

/** RFC 4180, with a line of names. What a spreadsheet would take for a formula is made text. */
export function auditCsv(entries: AuditEntryView[]): string {
  const rows = entries.map((entry) => {
    const plain = { ...entry, at: new Date(entry.at).toISOString(), detail: JSON.stringify(entry.detail), address: entry.address ?? '' }
    return COLUMNS.map((column) => cell(plain[column])).join(',')
  })
  return [COLUMNS.join(','), ...rows, ''].join('\r\n')
}

function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
