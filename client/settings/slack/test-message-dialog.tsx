import { createSignal } from 'solid-js'
import type { InstallationView } from '@atrium/shared/slack/views.ts'
import { createForm } from '../../identity/create-form.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { Alert } from '../../ui/alert.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { SelectField } from '../parts/select-field.tsx'
import type { Channels } from './create-channels.ts'

export function TestMessageDialog(props: { open: boolean; onClose: () => void; installation: InstallationView; channels: Channels }) {
  const { api } = useConnection()
  const [sent, setSent] = createSignal('')
  const channels = () => props.channels.all().filter((channel) => !channel.isArchived)
  const preferred = () => props.installation.defaultChannelId ?? channels().find((channel) => channel.isMember)?.channelId ?? ''
  const form = createForm(async (value) => {
    setSent('')
    const channelId = value('channel')
    await api.slack.sendTestMessage.mutate({ installationId: props.installation.id, channelId })
    setSent(`Sent. Look into #${channels().find((channel) => channel.channelId === channelId)?.name ?? 'the channel'}.`)
  }, errorText)
  const close = () => {
    setSent('')
    props.onClose()
  }
  return (
    <Dialog
      open={props.open}
      onClose={close}
      title="Send a test message"
      description="The app writes a line into the channel, so that you see that it can."
    >
      <form onSubmit={form.submit} class="flex flex-col gap-4">
        <SelectField
          label="Channel"
          name="channel"
          required
          value={preferred()}
          options={channels().map(({ channelId, name, isPrivate }) => ({ value: channelId, text: `${isPrivate ? '🔒 ' : '#'}${name}` }))}
        />
        <Alert tone="bad" text={form.error()} />
        <Alert tone="good" text={sent()} />
        <DialogActions>
          <Button onClick={close}>{sent() ? 'Done' : 'Cancel'}</Button>
          <Button type="submit" look="primary" busy={form.busy()} disabled={channels().length === 0}>
            Send
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
