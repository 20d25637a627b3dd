import type { ReportGroup, ReportRow } from '@atrium/shared/inbox/reports.ts'
import { csvLine } from '../../infra/csv.rules.ts'

const HEADS: Record<ReportGroup, string[]> = {
  total: ['total'],
  day: ['day'],
  week: ['week of'],
  customer: ['customer', 'customer id'],
  agent: ['agent', 'agent id'],
  channel: ['channel'],
}
const FIGURES = [
  ...['opened', 'closed', 'first replies', 'first reply median s', 'first reply p90 s', 'resolution median s', 'resolution p90 s'],
  ...['first reply SLA met', 'first reply SLA breached', 'next reply SLA met', 'next reply SLA breached'],
  ...['resolution SLA met', 'resolution SLA breached', 'ratings', 'good ratings'],
]

export function reportHead(group: ReportGroup): string {
  return csvLine([...HEADS[group], ...FIGURES])
}

/** Times in whole seconds; a cell is empty where there is nothing to measure. */
export function reportLine(group: ReportGroup, row: ReportRow): string {
  const who = group === 'customer' || group === 'agent' ? [row.name ?? '', row.key] : [row.key]
  const { firstReply, resolution, sla, ratings } = row
  return csvLine([
    ...who,
    ...[row.opened, row.closed, firstReply.count, seconds(firstReply.medianMs), seconds(firstReply.p90Ms)],
    ...[seconds(resolution.medianMs), seconds(resolution.p90Ms)],
    ...[sla.firstReply, sla.nextReply, sla.resolution].flatMap(({ met, breached }) => [met, breached]),
    ...[ratings.count, ratings.good],
  ])
}

function seconds(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms / 1000)
}
