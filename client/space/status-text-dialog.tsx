import { createSignal } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'

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
        <Field
          label="Beside your name"
          name="status-text"
          value={props.text}
          maxLength={100}
          placeholder="In focus until three"
          hint="Leave it empty to say nothing."
          autocomplete="off"
        />
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
