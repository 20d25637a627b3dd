import { A } from '@solidjs/router'
import { For, Show } from 'solid-js'
import type { ReportGroup, ReportRow } from '@atrium/shared/inbox/reports.ts'
import { rowName, shareWords, spanWords } from './report-words.rules.ts'

const HEADS = [
  ...['Opened', 'Closed', 'First reply', '9 of 10', 'Resolution', '9 of 10'],
  ...['First reply in time', 'Next in time', 'End in time', 'Ratings', 'Good'],
]

interface FiguresTableProps {
  rows: ReportRow[]
  group: ReportGroup
  label: string
  /** Where a line leads; nowhere, most of them. */
  hrefOf?: (row: ReportRow) => string | undefined
}

/** A line for each day, customer and so on. */
export function FiguresTable(props: FiguresTableProps) {
  const cells = (row: ReportRow) => {
    const { firstReply, resolution, sla, ratings } = row
    const kept = ({ met, breached }: { met: number; breached: number }) => shareWords(met, met + breached)
    return [
      ...[String(row.opened), String(row.closed), spanWords(firstReply.medianMs), spanWords(firstReply.p90Ms)],
      ...[spanWords(resolution.medianMs), spanWords(resolution.p90Ms), kept(sla.firstReply)],
      ...[kept(sla.nextReply), kept(sla.resolution), String(ratings.count), shareWords(ratings.good, ratings.count)],
    ]
  }
  return (
    <div class="overflow-x-auto" role="region" aria-label={props.label} tabindex="0">
      <table class="w-full min-w-[60rem] text-sm">
        <thead>
          <tr class="border-b border-line text-left text-xs text-ink-soft">
            <th scope="col" class="px-4 py-2 font-medium">
              {{ customer: 'Customer', agent: 'Agent', channel: 'Channel', day: 'Day', week: 'Week of', total: '' }[props.group]}
            </th>
            <For each={HEADS}>
              {(head) => (
                <th scope="col" class="px-3 py-2 text-right font-medium whitespace-nowrap">
                  {head}
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={props.rows}>
            {(row) => (
              <tr class="border-b border-line last:border-b-0">
                <th scope="row" class="max-w-48 truncate px-4 py-2 text-left font-medium text-ink">
                  <Show when={props.hrefOf?.(row)} fallback={rowName(props.group, row)}>
                    {(href) => (
                      <A href={href()} class="hover:underline">
                        {rowName(props.group, row)}
                      </A>
                    )}
                  </Show>
                </th>
                <For each={cells(row)}>
                  {(cell) => <td class="px-3 py-2 text-right whitespace-nowrap text-ink-soft tabular-nums">{cell}</td>}
                </For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  )
}
