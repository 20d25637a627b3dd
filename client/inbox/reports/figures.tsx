import { For } from 'solid-js'
import type { ReportRow } from '@atrium/shared/inbox/reports.ts'
import { shareWords, spanWords } from './report-words.rules.ts'

/** The whole range at a glance. */
export function Figures(props: { row: ReportRow | undefined }) {
  const row = () => props.row
  const figure = (label: string, value: string, note: string) => ({ label, value, note })
  const figures = () => {
    const known = row()
    if (!known) return []
    const { firstReply: kept, resolution: ended } = known.sla
    return [
      figure('Opened', String(known.opened), `${known.closed} closed`),
      figure('First reply', spanWords(known.firstReply.medianMs), ninthWords(known.firstReply.p90Ms)),
      figure('Resolution', spanWords(known.resolution.medianMs), ninthWords(known.resolution.p90Ms)),
      figure('First reply in time', shareWords(kept.met, kept.met + kept.breached), `${kept.breached} too late`),
      figure('End in time', shareWords(ended.met, ended.met + ended.breached), `${ended.breached} too late`),
      figure('Good ratings', shareWords(known.ratings.good, known.ratings.count), `of ${known.ratings.count}`),
    ]
  }
  return (
    <dl class="grid grid-cols-[repeat(auto-fit,minmax(8.5rem,1fr))] gap-3">
      <For each={figures()}>
        {({ label, value, note }) => (
          <div class="rounded-xl border border-line p-3">
            <dt class="text-xs font-medium text-ink-soft">{label}</dt>
            <dd>
              <span class="block text-xl font-semibold tracking-tight text-ink">{value}</span>
              <span class="block text-xs text-ink-faint">{note}</span>
            </dd>
          </div>
        )}
      </For>
    </dl>
  )
}

const ninthWords = (ms: number | null) => (ms === null ? 'none yet' : `9 of 10 within ${spanWords(ms)}`)
