import type { SavedViewView } from '@atrium/shared/inbox/conversation-filter.ts'
import { createForm } from '../../identity/create-form.ts'
import { errorText } from '../../realtime/error-text.ts'
import { Alert } from '../../ui/alert.tsx'
import { Button } from '../../ui/button.tsx'
import { DialogActions } from '../../ui/dialog.tsx'
import { useInbox } from '../inbox-context.tsx'

export function DeleteView(props: { view: SavedViewView }) {
  const inbox = useInbox()
  const form = createForm(async () => {
    const { id: viewId, rev } = props.view
    await inbox.api.inbox.deleteView.mutate({ viewId })
    inbox.ask(null)
    inbox.showView('open')
    inbox.feed.apply({ kind: 'inbox.savedViewRemoved', payload: { viewId, rev: rev + 1 } })
  }, errorText)
  return (
    <form onSubmit={form.submit}>
      <p class="text-sm text-ink-soft">
        “{props.view.name}” is gone {props.view.shared ? 'for everybody' : 'from your views'}. The conversations stay.
      </p>
      <Alert tone="bad" text={form.error()} />
      <DialogActions>
        <Button onClick={() => inbox.ask(null)}>Cancel</Button>
        <Button type="submit" look="danger" busy={form.busy()}>
          Delete
        </Button>
      </DialogActions>
    </form>
  )
}
