import { createSignal, For } from 'solid-js'
import { STATUSES, type Status } from '@atrium/shared/space/views.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { MenuChoice, MenuChoices, MenuItem } from '../ui/menu.tsx'
import { STATUS_WORDS, StatusDot } from '../ui/status-dot.tsx'
import { MessageCircle } from 'lucide-solid'

/** The part of one's own menu that says how one is. */
export function StatusChoices(props: { status: Status; onStatus: (status: Status) => void; onText: () => void }) {
  return (
    <>
      <MenuChoices label="Status" value={props.status} onChange={(value) => props.onStatus(STATUSES.find((known) => known === value) ?? 'available')}>
        <For each={STATUSES}>
          {(status) => (
            <MenuChoice value={status} icon={<StatusDot status={status} class="size-2.5" />}>
              {STATUS_WORDS[status]}
            </MenuChoice>
          )}
        </For>
      </MenuChoices>
      <MenuItem onSelect={() => props.onText()} icon={<MessageCircle size={14} />}>
        Say what you are doing…
      </MenuItem>
    </>
  )
}

/** A few words that stand beside one's name. */
export function StatusTextDialog(props: { open: boolean; text: string; onClose: () => void; onSave: (text: string) => Promise<void> }) {
  const [busy, setBusy] = createSignal(false)
  const save = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const text = new FormData(event.currentTarget).get('status-text')
    setBusy(true)
    await props.onSave(typeof text === 'string' ? text.trim() : '')
    setBusy(false)
    props.onClose()
  }
  return (
    <Dialog open={props.open} onClose={props.onClose} title="What are you doing?">
      <form onSubmit={save}>
        <Field label="Beside your name" name="status-text" value={props.text} maxLength={100} placeholder="In focus until three" hint="Leave it empty to say nothing." autocomplete="off" />
        <DialogActions>
          <Button onClick={() => props.onClose()}>Cancel</Button>
          <Button type="submit" look="primary" busy={busy()}>
            Save
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
