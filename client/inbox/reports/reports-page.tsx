import { A } from '@solidjs/router'
import { Building2, ChartColumn, Download } from 'lucide-solid'
import { createSignal, For, lazy, Show, Suspense, type JSX } from 'solid-js'
import type { ReportGroup, ReportRow } from '@atrium/shared/inbox/reports.ts'
import { PageHeader } from '../../app/page-header.tsx'
import { useConnection } from '../../realtime/connection-context.tsx'
import { createQuery } from '../../settings/parts/create-query.ts'
import { ChoiceGroup } from '../../settings/parts/choice-group.tsx'
import { Loaded } from '../../settings/parts/loaded.tsx'
import { Section } from '../../settings/parts/page.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Field } from '../../ui/field.tsx'
import { pagePart } from '../../ui/page-part.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ForMembers } from '../customers/for-members.tsx'
import type { ChartLine } from './chart.tsx'
import { lastDays, RANGES, rowName, shareWords, spanWords } from './report-words.rules.ts'

/** Drawn once there is something to draw. */
const Chart = lazy(pagePart(() => import('./chart.tsx').then((module) => ({ default: module.Chart }))))

type Buckets = 'day' | 'week'
type Parts = 'customer' | 'agent' | 'channel'
interface Days {
  from: string
  until: string
}
const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone

export function ReportsPage() {
  return (
    <ForMembers icon={<ChartColumn size={20} />} title="Reports are for members">
      <Reports />
    </ForMembers>
  )
}

function Reports() {
  const { api } = useConnection()
  const [days, setDays] = createSignal<Days>(lastDays(30, new Date()))
  const [range, setRange] = createSignal('30')
  const [buckets, setBuckets] = createSignal<Buckets>('day')
  const [parts, setParts] = createSignal<Parts>('customer')
  const ask = async (group: ReportGroup) => ({ group, rows: (await api.inbox.report.query({ ...days(), timeZone, group })).rows })
  const total = createQuery(() => ask('total'))
  const over = createQuery(() => ask(buckets()))
  const by = createQuery(() => ask(parts()))
  const choose = (next: Days) => {
    setDays(next)
    for (const query of [total, over, by]) void query.reload()
  }
  const chooseRange = (value: string) => {
    setRange(value)
    choose(lastDays(Number(value), new Date()))
  }
  const chooseDay = (part: Partial<Days>) => {
    setRange('')
    choose({ ...days(), ...part })
  }
  return (
    <div class="flex h-full min-h-0 flex-col">
      <PageHeader title="Reports">
        <A
          href="/customers"
          class="inline-flex h-8 items-center gap-1.5 rounded-md px-2.5 text-sm text-ink-soft hover:bg-hover hover:text-ink"
        >
          <Building2 size={15} aria-hidden="true" /> Customers
        </A>
      </PageHeader>
      <div class="min-h-0 grow overflow-y-auto bg-surface">
        <div class="mx-auto flex w-full max-w-5xl flex-col gap-6 p-4 pb-12">
          <div class="flex flex-wrap items-end gap-3">
            <ChoiceGroup label="Of how many days" value={range()} options={RANGES} onChange={chooseRange} />
            <Field
              label="From"
              type="date"
              class="w-40"
              value={days().from}
              onChange={(event) => event.currentTarget.value && chooseDay({ from: event.currentTarget.value })}
            />
            <Field
              label="To"
              type="date"
              class="w-40"
              value={days().until}
              onChange={(event) => event.currentTarget.value && chooseDay({ until: event.currentTarget.value })}
            />
            <p class="text-xs text-ink-faint">
              Days as in {timeZone}. Each thing counts on the day on which it happened, a promise on the day on which its conversation was
              opened.
            </p>
          </div>
          <Loaded query={total}>{(found) => <Figures row={found().rows[0]} />}</Loaded>
          <Section
            title="Over time"
            action={
              <Actions group={buckets()} days={days()}>
                <ChoiceGroup
                  label="By day or week"
                  value={buckets()}
                  options={[{ value: 'day', text: 'Days' } as const, { value: 'week', text: 'Weeks' } as const]}
                  onChange={(value) => {
                    setBuckets(value)
                    void over.reload()
                  }}
                />
              </Actions>
            }
          >
            <Loaded query={over}>{(found) => <OverTime rows={found().rows} group={found().group} />}</Loaded>
          </Section>
          <Section
            title="By whom and where"
            flush
            action={
              <Actions group={parts()} days={days()}>
                <ChoiceGroup
                  label="By customer, agent or channel"
                  value={parts()}
                  options={[
                    { value: 'customer', text: 'Customers' } as const,
                    { value: 'agent', text: 'Agents' } as const,
                    { value: 'channel', text: 'Channels' } as const,
                  ]}
                  onChange={(value) => {
                    setParts(value)
                    void by.reload()
                  }}
                />
              </Actions>
            }
          >
            <Loaded query={by}>
              {(found) => (
                <Show
                  when={found().rows.length > 0}
                  fallback={<EmptyState icon={<ChartColumn size={20} />} title="Nothing in these days" text="Choose other ones." />}
                >
                  <FiguresTable rows={found().rows} group={found().group} label="By whom and where" />
                </Show>
              )}
            </Loaded>
          </Section>
          <p class="text-sm text-ink-soft">
            Every conversation of these days:{' '}
            <ExportLink group="conversation" days={days()}>
              export them as CSV
            </ExportLink>
          </p>
        </div>
      </div>
    </div>
  )
}

function Actions(props: { group: ReportGroup; days: Days; children: JSX.Element }) {
  return (
    <div class="flex flex-wrap items-center gap-2">
      {props.children}
      <ExportLink group={props.group} days={props.days}>
        <Download size={14} aria-hidden="true" /> CSV
      </ExportLink>
    </div>
  )
}

function ExportLink(props: { group: ReportGroup | 'conversation'; days: Days; children: JSX.Element }) {
  const href = () => `/api/inbox/report.csv?${new URLSearchParams({ ...props.days, timeZone, group: props.group })}`
  return (
    <a
      href={href()}
      download=""
      rel="external"
      class="inline-flex items-center gap-1.5 text-sm font-medium text-accent-ink hover:underline"
    >
      {props.children}
    </a>
  )
}

function Figures(props: { row: ReportRow | undefined }) {
  const row = () => props.row
  const figure = (label: string, value: string, note: string) => ({ label, value, note })
  const figures = () => {
    const known = row()
    if (!known) return []
    const kept = known.sla.firstReply
    return [
      figure('Opened', String(known.opened), `${known.closed} closed`),
      figure('First reply', spanWords(known.firstReply.medianMs), ninthWords(known.firstReply.p90Ms)),
      figure('Resolution', spanWords(known.resolution.medianMs), ninthWords(known.resolution.p90Ms)),
      figure('First reply in time', shareWords(kept.met, kept.met + kept.breached), `${kept.breached} too late`),
      figure('Good ratings', shareWords(known.ratings.good, known.ratings.count), `of ${known.ratings.count}`),
    ]
  }
  return (
    <dl class="grid grid-cols-[repeat(auto-fit,minmax(9rem,1fr))] gap-3">
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

/** Each picture has the table of the same figures below it. */
function OverTime(props: { rows: ReportRow[]; group: ReportGroup }) {
  const days = () => props.rows.flatMap(({ key }) => key ?? [])
  const line = (label: string, color: string, of: (row: ReportRow) => number | null): ChartLine => ({
    label,
    color,
    values: props.rows.map(of),
  })
  const count = (value: number) => (Number.isInteger(value) ? String(value) : '')
  return (
    <div class="flex flex-col gap-6">
      <Picture title="Volume">
        <Chart
          days={days()}
          words={count}
          lines={[line('Opened', '--color-accent', (row) => row.opened), line('Closed', '--color-good', (row) => row.closed)]}
        />
      </Picture>
      <Picture title="First reply">
        <Chart
          days={days()}
          words={spanWords}
          lines={[
            line('Median', '--color-accent', (row) => row.firstReply.medianMs),
            line('9 of 10 within', '--color-warn', (row) => row.firstReply.p90Ms),
          ]}
        />
      </Picture>
      <Picture title="Resolution">
        <Chart
          days={days()}
          words={spanWords}
          lines={[
            line('Median', '--color-accent', (row) => row.resolution.medianMs),
            line('9 of 10 within', '--color-warn', (row) => row.resolution.p90Ms),
          ]}
        />
      </Picture>
      <details class="rounded-lg border border-line">
        <summary class="cursor-pointer px-4 py-2 text-sm font-medium text-ink">The same as a table</summary>
        <FiguresTable rows={props.rows} group={props.group} label="Over time" />
      </details>
    </div>
  )
}

function Picture(props: { title: string; children: JSX.Element }) {
  return (
    <figure class="flex min-w-0 flex-col gap-1">
      <figcaption class="text-sm font-medium text-ink">{props.title}</figcaption>
      <Suspense fallback={<Skeleton lines={3} class="py-4" />}>{props.children}</Suspense>
    </figure>
  )
}

const ninthWords = (ms: number | null) => (ms === null ? 'none yet' : `9 of 10 within ${spanWords(ms)}`)
const HEADS = ['Opened', 'Closed', 'First reply', '9 of 10', 'Resolution', '9 of 10', 'Reply in time', 'End in time', 'Good ratings']

function FiguresTable(props: { rows: ReportRow[]; group: ReportGroup; label: string }) {
  const cells = (row: ReportRow) => {
    const { firstReply, resolution, sla, ratings } = row
    const kept = ({ met, breached }: { met: number; breached: number }) => shareWords(met, met + breached)
    return [
      ...[String(row.opened), String(row.closed), spanWords(firstReply.medianMs), spanWords(firstReply.p90Ms)],
      ...[spanWords(resolution.medianMs), spanWords(resolution.p90Ms), kept(sla.firstReply), kept(sla.resolution)],
      shareWords(ratings.good, ratings.count),
    ]
  }
  return (
    <div class="overflow-x-auto" role="region" aria-label={props.label} tabindex="0">
      <table class="w-full min-w-[48rem] text-sm">
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
                  <Show when={props.group === 'customer' && row.key} fallback={rowName(props.group, row)}>
                    <A href={`/customers/${row.key}`} class="hover:underline">
                      {rowName(props.group, row)}
                    </A>
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
