import { CircleAlert, CircleCheck, Info } from 'lucide-solid'
import { For, Show } from 'solid-js'
import type { FindingView } from '@atrium/shared/slack/views.ts'

/** What the doctor found, each with what helps; read out when it is there. */
export function Findings(props: { findings: FindingView[] }) {
  return (
    <div role="status">
      <Show
        when={props.findings.length > 0}
        fallback={
          <p class="flex items-center gap-2 rounded-md bg-good-wash px-3 py-2 text-sm text-good">
            <CircleCheck size={15} class="shrink-0" aria-hidden="true" /> No problems found.
          </p>
        }
      >
        <ul aria-label="What was found" class="flex flex-col gap-2">
          <For each={props.findings}>{(finding) => <Finding finding={finding} />}</For>
        </ul>
      </Show>
    </div>
  )
}

function Finding(props: { finding: FindingView }) {
  const isProblem = () => props.finding.severity === 'problem'
  return (
    <li
      class="flex gap-2.5 rounded-md px-3 py-2 text-sm"
      classList={{ 'bg-bad-wash text-bad': isProblem(), 'bg-warn-wash text-warn': !isProblem() }}
    >
      <span class="mt-0.5 shrink-0">
        <Show when={isProblem()} fallback={<Info size={15} aria-hidden="true" />}>
          <CircleAlert size={15} aria-hidden="true" />
        </Show>
        <span class="sr-only">{isProblem() ? 'Problem:' : 'Worth knowing:'}</span>
      </span>
      <div class="min-w-0 break-words">
        <p class="font-medium">{props.finding.what}</p>
        <p class="text-ink-soft">{props.finding.remedy}</p>
      </div>
    </li>
  )
}
