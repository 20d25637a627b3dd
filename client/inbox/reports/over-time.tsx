import { lazy, Suspense, type JSX } from 'solid-js'
import type { ReportGroup, ReportRow } from '@atrium/shared/inbox/reports.ts'
import type { SlaTimer } from '@atrium/shared/inbox/sla.ts'
import { pagePart } from '../../ui/page-part.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { ChartLine } from './chart.tsx'
import { FiguresTable } from './figures-table.tsx'
import { shareOf, shareWords, spanWords } from './report-words.rules.ts'

/** Drawn once there is something to draw. */
const Chart = lazy(pagePart(() => import('./chart.tsx').then((module) => ({ default: module.Chart }))))

/** Each picture has the table of the same figures below it. */
export function OverTime(props: { rows: ReportRow[]; group: ReportGroup }) {
  const days = () => props.rows.flatMap(({ key }) => key ?? [])
  const line = (label: string, color: string, of: (row: ReportRow) => number | null): ChartLine => ({
    label,
    color,
    values: props.rows.map(of),
  })
  /** How much of a whole, which is told, too: one of one is no better than nineteen of twenty. */
  const share = (label: string, color: string, of: (row: ReportRow) => { part: number; whole: number }): ChartLine => {
    const known = props.rows.map(of)
    return {
      ...{ label, color, values: known.map(({ part, whole }) => shareOf(part, whole)) },
      tells: (index) => `${shareWords(known[index]?.part ?? 0, known[index]?.whole ?? 0)} of ${known[index]?.whole ?? 0}`,
    }
  }
  const kept =
    (timer: SlaTimer) =>
    ({ sla }: ReportRow) => ({ part: sla[timer].met, whole: sla[timer].met + sla[timer].breached })
  return (
    <div class="flex flex-col gap-6">
      <div class="grid gap-x-8 gap-y-6 lg:grid-cols-2">
        <Picture title="Volume">
          <Chart
            days={days()}
            {...COUNTS}
            lines={[line('Opened', '--color-accent', (row) => row.opened), line('Closed', '--color-good', (row) => row.closed)]}
          />
        </Picture>
        <Picture title="First reply">
          <Chart
            days={days()}
            {...SPANS}
            lines={[
              line('Median', '--color-accent', (row) => row.firstReply.medianMs),
              line('9 of 10 within', '--color-warn', (row) => row.firstReply.p90Ms),
            ]}
          />
        </Picture>
        <Picture title="Resolution">
          <Chart
            days={days()}
            {...SPANS}
            lines={[
              line('Median', '--color-accent', (row) => row.resolution.medianMs),
              line('9 of 10 within', '--color-warn', (row) => row.resolution.p90Ms),
            ]}
          />
        </Picture>
        <Picture title="Promises kept">
          <Chart
            days={days()}
            {...SHARES}
            lines={[
              share('First reply', '--color-accent', kept('firstReply')),
              share('Next replies', '--color-warn', kept('nextReply')),
              share('End', '--color-good', kept('resolution')),
            ]}
          />
        </Picture>
        <Picture title="Good ratings">
          <Chart
            days={days()}
            {...SHARES}
            lines={[share('4 or 5 of 5', '--color-accent', ({ ratings }) => ({ part: ratings.good, whole: ratings.count }))]}
          />
        </Picture>
        <Picture title="Ratings">
          <Chart
            days={days()}
            {...COUNTS}
            lines={[
              line('All', '--color-accent', ({ ratings }) => ratings.count),
              line('Bad, 1 to 3', '--color-bad', ({ ratings }) => ratings.count - ratings.good),
            ]}
          />
        </Picture>
      </div>
      <details class="rounded-lg border border-line">
        <summary class="cursor-pointer px-4 py-2 text-sm font-medium text-ink">The same as a table</summary>
        <FiguresTable rows={props.rows} group={props.group} label="Over time" />
      </details>
    </div>
  )
}

const MINUTE_MS = 60_000
const COUNTS = { words: (value: number) => String(value), steps: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000] }
const SHARES = { words: (value: number) => `${Math.round(value)} %`, steps: [25, 50], most: 100 }
const SPANS = {
  words: spanWords,
  steps: [1, 5, 15, 30, 60, 2 * 60, 4 * 60, 8 * 60, ...[1, 2, 4, 7, 14, 28, 56, 112].map((days) => days * 24 * 60)].map(
    (minutes) => minutes * MINUTE_MS,
  ),
}

function Picture(props: { title: string; children: JSX.Element }) {
  return (
    <figure class="flex min-w-0 flex-col gap-1">
      <figcaption class="text-sm font-medium text-ink">{props.title}</figcaption>
      <Suspense fallback={<Skeleton lines={3} class="py-4" />}>{props.children}</Suspense>
    </figure>
  )
}
