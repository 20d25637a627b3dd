import { For } from 'solid-js'
import { Dialog } from '../ui/dialog.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { KEYS } from './keyboard.rules.ts'

export function KeysDialog(props: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={props.open} onClose={props.onClose} title="Keys of the inbox">
      <dl class="flex flex-col gap-2.5 text-sm">
        <For each={KEYS}>
          {(line) => (
            <div class="flex items-center justify-between gap-4">
              <dt class="text-ink">{line.does}</dt>
              <dd class="flex gap-1">
                <For each={line.keys}>{(key) => <Kbd keys={key} />}</For>
              </dd>
            </div>
          )}
        </For>
      </dl>
    </Dialog>
  )
}
