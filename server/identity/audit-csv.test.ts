import { expect, it } from 'vitest'
import type { AuditEntryView } from '@atrium/shared/identity/views.ts'
import { auditCsv } from './audit-csv.rules.ts'

const entry: AuditEntryView = {
  id: 'e1',
  at: Date.UTC(2026, 0, 2, 3, 4, 5),
  actorKind: 'member',
  actorName: 'Ada Lindqvist',
  action: 'member.removed',
  subject: 'Ben',
  detail: {},
  address: null,
}

it('[ID5] is a line of names and a line for each entry', () => {
  expect(auditCsv([entry])).toBe(
    'at,actorKind,actorName,action,subject,detail,address,id\r\n2026-01-02T03:04:05.000Z,member,Ada Lindqvist,member.removed,Ben,{},,e1\r\n',
  )
})

it('[ID5] keeps commas, quotes and lines together, and lets no name become a formula', () => {
  const csv = auditCsv([{ ...entry, actorName: '=HYPERLINK("https://evil.example")', subject: 'a\nb', detail: { role: 'admin' } }])
  expect(csv).toContain(`,"'=HYPERLINK(""https://evil.example"")",`)
  expect(csv).toContain(',"a\nb","{""role"":""admin""}",')
  for (const start of ['+1', '-1', '@x', '\tx']) expect(auditCsv([{ ...entry, subject: start }])).toContain(`,'${start},`)
})
