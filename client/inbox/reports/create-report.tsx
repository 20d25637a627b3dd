import { createEffect, Match, on, Switch, type Accessor, type JSX } from 'solid-js'
import type { ReportGroup, ReportRow, ReportScope } from '@atrium/shared/inbox/reports.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { createQuery } from '../../settings/parts/create-query.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'

type Asked = ReportScope & { group: ReportGroup }
export type Report = ReturnType<typeof createReport>

/** Asked for again whenever something else is wished for. */
export function createReport(asked: () => Asked) {
  const { api } = useConnection()
  const keyOf = (wished: Asked) => JSON.stringify(wished)
  const query = createQuery(async () => {
    const wished = asked()
    return { key: keyOf(wished), group: wished.group, rows: (await api.inbox.report.query(wished)).rows }
  })
  createEffect(
    on(
      () => keyOf(asked()),
      () => void query.reload(),
      { defer: true },
    ),
  )
  return {
    ...query,
    /** What is there answers something that was asked before. */
    isOld: () => query.value()?.key !== keyOf(asked()),
    /** Rows of another kind are never shown as if they were of this one. */
    rows: () => (query.value()?.group === asked().group ? query.value()?.rows : undefined),
  }
}

/** What was there stays in place, faintly, until the answer comes; what could not be fetched says so. */
export function Reported(props: { report: Report; children: (rows: Accessor<ReportRow[]>) => JSX.Element }) {
  return (
    <Switch fallback={<Skeleton lines={3} class="p-4" />}>
      <Match when={props.report.error() !== '' && props.report.isOld()}>
        <EmptyState title="The report could not be made" text={props.report.error()}>
          <Button onClick={() => void props.report.reload()}>Try again</Button>
        </EmptyState>
      </Match>
      <Match when={props.report.rows()}>
        {(rows) => (
          <div
            aria-busy={props.report.isOld()}
            class="transition-opacity duration-150 motion-reduce:transition-none"
            classList={{ 'opacity-50': props.report.isOld() }}
          >
            {props.children(rows)}
          </div>
        )}
      </Match>
    </Switch>
  )
}
