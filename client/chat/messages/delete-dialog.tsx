import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import type { Revisions } from './create-revisions.ts'

/** Asks before a message is deleted: nothing brings it back. */
export function DeleteDialog(props: { revisions: Revisions }) {
  return (
    <Dialog
      open={props.revisions.deleting() !== null}
      onClose={props.revisions.keep}
      title="Delete this message?"
      description="Everybody who could read it sees that a message was deleted. Where it went to Slack it is deleted too. It cannot be brought back."
    >
      <DialogActions>
        <Button onClick={() => props.revisions.keep()}>Keep it</Button>
        <Button look="danger" onClick={() => void props.revisions.remove()}>
          Delete
        </Button>
      </DialogActions>
    </Dialog>
  )
}
