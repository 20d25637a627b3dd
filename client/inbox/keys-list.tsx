import { For } from 'solid-js'
import { Kbd } from '../ui/kbd.tsx'
import { KEYS } from './keyboard.rules.ts'

/** What the keys do, for the dialog that shows them. */
export function KeysList() {
  return (
    <div class="flex flex-col gap-5 text-sm">
      <For each={KEYS}>
        {(group) => (
          <section>
            <h3 class="mb-2 text-xs font-medium text-ink-faint">{group.title}</h3>
            <dl class="flex flex-col gap-2">
              <For each={group.lines}>
                {(line) => (
                  <div class="flex items-center justify-between gap-4">
                    <dt class="text-ink">{line.does}</dt>
                    <dd class="flex shrink-0 gap-1">
                      <For each={line.keys}>{(key) => <Kbd keys={key} />}</For>
                    </dd>
                  </div>
                )}
              </For>
            </dl>
          </section>
        )}
      </For>
    </div>
  )
}
