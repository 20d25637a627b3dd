import { A, useLocation, useNavigate, useSearchParams } from '@solidjs/router'
import { Building2, ChartColumn, Download } from 'lucide-solid'
import { createMemo, Show, type JSX } from 'solid-js'
import type { ReportGroup, ReportRow } from '@atrium/shared/inbox/reports.ts'
import { PageHeader } from '../../app/page-header.tsx'
import { ChoiceGroup } from '../../settings/parts/choice-group.tsx'
import { Section } from '../../settings/parts/page.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ForMembers } from '../customers/for-members.tsx'
import { createReport, Reported } from './create-report.tsx'
import { Figures } from './figures.tsx'
import { FiguresTable } from './figures-table.tsx'
import { OverTime } from './over-time.tsx'
import { reportQuery, wishInAddress, type ReportWish } from './report-address.rules.ts'
import { ReportFilters } from './report-filters.tsx'

const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone

export function ReportsPage() {
  return (
    <ForMembers icon={<ChartColumn size={20} />} title="Reports are for members">
      <Reports />
    </ForMembers>
  )
}

/** What is shown stands in the address: it can be sent to somebody, and going back goes back. */
function Reports() {
  const navigate = useNavigate()
  const location = useLocation()
  const [params] = useSearchParams<Record<string, string>>()
  // On the way to another page the address is that page's already.
  const wish = createMemo<ReportWish>((before) => (location.pathname === '/reports' ? wishInAddress(params, new Date()) : before), {
    ...wishInAddress(params, new Date()),
  })
  const hrefOf = (change: Partial<ReportWish>) => `/reports${reportQuery({ ...wish(), ...change })}`
  const show = (change: Partial<ReportWish>) => navigate(hrefOf(change), { replace: true, scroll: false })
  const scope = () => {
    const { from, until, customerId, assigneeId, place } = wish()
    return { from, until, timeZone, customerId, assigneeId, place }
  }
  const total = createReport(() => ({ ...scope(), group: 'total' }))
  const over = createReport(() => ({ ...scope(), group: wish().buckets }))
  const by = createReport(() => ({ ...scope(), group: wish().parts }))
  const exported = (group: ReportGroup | 'conversation') => {
    const given = Object.entries({ ...scope(), group }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
    return `/api/inbox/report.csv?${new URLSearchParams(given)}`
  }
  /** A customer has a page; of the others one sees more by looking at them alone. */
  const hrefOfRow = ({ key }: ReportRow) => {
    const { parts } = wish()
    if (key === null) return undefined
    return { customer: `/customers/${key}`, agent: hrefOf({ assigneeId: key as never }), channel: hrefOf({ place: key }) }[parts]
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
        <div class="mx-auto flex w-full max-w-6xl flex-col gap-6 p-4 pb-12">
          <ReportFilters wish={wish()} timeZone={timeZone} onChange={show} />
          <Reported report={total}>{(rows) => <Figures row={rows()[0]} />}</Reported>
          <Section
            title="Over time"
            action={
              <Actions href={exported(wish().buckets)}>
                <ChoiceGroup
                  label="By day or week"
                  value={wish().buckets}
                  options={[{ value: 'day', text: 'Days' } as const, { value: 'week', text: 'Weeks' } as const]}
                  onChange={(buckets) => show({ buckets })}
                />
              </Actions>
            }
          >
            <Reported report={over}>
              {(rows) => (
                <Show when={rows().some(isSomething)} fallback={<Nothing />}>
                  <OverTime rows={rows()} group={wish().buckets} />
                </Show>
              )}
            </Reported>
          </Section>
          <Section
            title="By whom and where"
            flush
            action={
              <Actions href={exported(wish().parts)}>
                <ChoiceGroup
                  label="By customer, agent or channel"
                  value={wish().parts}
                  options={[
                    { value: 'customer', text: 'Customers' } as const,
                    { value: 'agent', text: 'Agents' } as const,
                    { value: 'channel', text: 'Channels' } as const,
                  ]}
                  onChange={(parts) => show({ parts })}
                />
              </Actions>
            }
          >
            <Reported report={by}>
              {(rows) => (
                <Show when={rows().length > 0} fallback={<Nothing />}>
                  <FiguresTable rows={rows()} group={wish().parts} label="By whom and where" hrefOf={hrefOfRow} />
                </Show>
              )}
            </Reported>
          </Section>
          <p class="text-sm text-ink-soft">
            Every one of these conversations: <ExportLink href={exported('conversation')}>export them as CSV</ExportLink>
          </p>
        </div>
      </div>
    </div>
  )
}

const isSomething = ({ opened, closed, firstReply, ratings }: ReportRow) => opened + closed + firstReply.count + ratings.count > 0

function Nothing() {
  return <EmptyState icon={<ChartColumn size={20} />} title="Nothing in these days" text="Choose other days, or filter by less." />
}

function Actions(props: { href: string; children: JSX.Element }) {
  return (
    <div class="flex flex-wrap items-center gap-2">
      {props.children}
      <ExportLink href={props.href}>
        <Download size={14} aria-hidden="true" /> CSV
      </ExportLink>
    </div>
  )
}

function ExportLink(props: { href: string; children: JSX.Element }) {
  return (
    <a
      href={props.href}
      download=""
      rel="external"
      class="inline-flex items-center gap-1.5 text-sm font-medium text-accent-ink hover:underline"
    >
      {props.children}
    </a>
  )
}
