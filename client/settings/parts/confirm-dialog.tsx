import { createSignal, type JSX } from 'solid-js'
import { errorText } from '../../realtime/error-text.ts'
import { Alert } from '../../ui/alert.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'

export interface ConfirmDialogProps {
  open: boolean
  onClose: () => void
  title: string
  /** What will be so afterwards. */
  text: JSX.Element
  /** The verb of the title. */
  confirm: string
  /** It stays open with the reason when this fails. */
  onConfirm: () => Promise<unknown>
}

/** For what cannot be taken back, or is felt by others. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const [busy, setBusy] = createSignal(false)
  const [error, setError] = createSignal('')
  const close = () => {
    setError('')
    props.onClose()
  }
  const confirm = async () => {
    setBusy(true)
    setError('')
    try {
      await props.onConfirm()
      close()
    } catch (thrown) {
      setError(errorText(thrown))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog open={props.open} onClose={close} title={props.title} description={props.text}>
      <Alert tone="bad" text={error()} />
      <DialogActions>
        <Button onClick={close}>Cancel</Button>
        <Button look="danger" busy={busy()} onClick={() => void confirm()}>
          {props.confirm}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
