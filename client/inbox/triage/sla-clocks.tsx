import { Timer } from 'lucide-solid'
import { For, Show } from 'solid-js'
import { SLA_TIMERS, type SlaView } from '@atrium/shared/inbox/sla.ts'
import { fullTime } from '../../ui/relative-time.rules.ts'
import { useInbox } from '../inbox-context.tsx'
import { pressing, TIMER_LABELS, timerWords, type SlaWords } from './sla-words.rules.ts'

const TONES: Record<SlaWords['tone'], string> = {
  bad: 'bg-bad-wash text-bad',
  warn: 'bg-warn-wash text-warn',
  plain: 'bg-sunken text-ink-soft',
}
const TEXT_TONES: Record<SlaWords['tone'], string> = { bad: 'text-bad', warn: 'text-warn', plain: 'text-ink' }

/** What presses most, in a line of the list. */
export function SlaChip(props: { sla: SlaView | null }) {
  const inbox = useInbox()
  return (
    <Show when={pressing(props.sla, inbox.nowMs())}>
      {(words) => (
        <span
          class={`inline-flex h-5 shrink-0 items-center gap-1 rounded px-1.5 text-2xs font-medium whitespace-nowrap ${TONES[words().tone]}`}
        >
          <Timer size={11} aria-hidden="true" /> {words().text}
        </span>
      )}
    </Show>
  )
}

/** All that is promised of one conversation. */
export function SlaClocks(props: { sla: SlaView }) {
  const inbox = useInbox()
  const policy = () => inbox.feed.state.slaPolicies[props.sla.policyId]
  return (
    <div class="flex flex-col gap-2">
      <h3 class="text-xs font-medium text-ink-faint">SLA{policy() ? ` · ${policy()?.name}` : ''}</h3>
      <dl class="flex flex-col gap-1.5">
        <For each={SLA_TIMERS}>
          {(kind) => (
            <Show when={props.sla.timers[kind]}>
              {(timer) => (
                <div class="flex items-baseline justify-between gap-3">
                  <dt class="text-ink-soft">{TIMER_LABELS[kind]}</dt>
                  <dd
                    class={`text-right font-medium ${TEXT_TONES[timerWords(timer(), inbox.nowMs()).tone]}`}
                    title={timer().dueAt === null ? undefined : `Due ${fullTime(timer().dueAt ?? 0)}`}
                  >
                    {timerWords(timer(), inbox.nowMs()).text}
                  </dd>
                </div>
              )}
            </Show>
          )}
        </For>
      </dl>
    </div>
  )
}
