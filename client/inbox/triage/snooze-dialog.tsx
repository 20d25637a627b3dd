import { createSignal } from 'solid-js'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'

/** Any time that is still to come. */
export function SnoozeDialog(props: { open: boolean; onClose: () => void; onChoose: (until: number) => void }) {
  const [error, setError] = createSignal('')
  const choose = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const until = new Date(String(new FormData(event.currentTarget).get('until'))).getTime()
    if (!(until > Date.now())) return setError('Choose a time that is still to come.')
    setError('')
    props.onChoose(until)
    props.onClose()
  }
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title="Snooze until"
      description="It comes back then, or before when the customer writes."
    >
      <form onSubmit={choose}>
        <Field label="Date and time" name="until" type="datetime-local" required error={error()} />
        <DialogActions>
          <Button onClick={() => props.onClose()}>Cancel</Button>
          <Button type="submit" look="primary">
            Snooze
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
