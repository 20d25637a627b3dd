import { createMemo, For, Show } from 'solid-js'
import type { InstallationView } from '@atrium/shared/slack/views.ts'
import { Alert } from '../../ui/alert.tsx'
import { Loaded } from '../parts/loaded.tsx'
import { createHealth } from './create-health.ts'
import { factsOf, type Fact } from './health.rules.ts'

const TONES: Record<Fact['tone'], string> = { plain: 'text-ink', warn: 'text-warn', bad: 'text-bad' }

export function HealthPanel(props: { installation: InstallationView; seen: boolean }) {
  const health = createHealth(props.installation.id, () => props.seen)
  return (
    <Loaded query={health}>
      {(known) => {
        const facts = createMemo(() => factsOf(known(), Date.now()))
        return (
          <div class="flex flex-col gap-3">
            <Show when={known().blockedReason}>{(reason) => <Alert tone="bad" text={reason()} />}</Show>
            <dl class="grid grid-cols-[minmax(7rem,max-content)_minmax(0,1fr)] gap-x-6 gap-y-1.5 text-sm">
              <For each={facts()}>
                {(fact) => (
                  <div class="contents">
                    <dt class="text-ink-soft">{fact.name}</dt>
                    <dd class={`break-words ${TONES[fact.tone]}`}>{fact.value}</dd>
                  </div>
                )}
              </For>
            </dl>
            <p class="text-xs text-ink-faint">Updated every five seconds while this is open.</p>
          </div>
        )
      }}
    </Loaded>
  )
}
