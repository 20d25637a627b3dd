import { createSignal } from 'solid-js'
import type { InstallationView } from '@atrium/shared/slack/views.ts'
import { createForm } from '../../identity/create-form.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { Alert } from '../../ui/alert.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { ChannelPicker } from './channel-picker.tsx'
import type { Channels } from './create-channels.ts'

export function TestMessageDialog(props: { open: boolean; onClose: () => void; installation: InstallationView; channels: Channels }) {
  const { api } = useConnection()
  const [sent, setSent] = createSignal('')
  const [chosen, setChosen] = createSignal<string | null>(null)
  const channels = () => props.channels.open()
  const preferred = () => props.installation.defaultChannelId ?? channels().find((channel) => channel.isMember)?.channelId ?? null
  const channelId = () => chosen() ?? preferred()
  const form = createForm(async () => {
    setSent('')
    const id = channelId()
    if (id === null) throw new Error('no channel is chosen')
    await api.slack.sendTestMessage.mutate({ installationId: props.installation.id, channelId: id })
    setSent(`Sent. Look into #${channels().find((channel) => channel.channelId === id)?.name ?? 'the channel'}.`)
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
        <ChannelPicker
          label="Channel"
          channels={channels()}
          value={channelId()}
          onChoose={(channel) => {
            setSent('')
            setChosen(channel.channelId)
          }}
        />
        <Alert tone="bad" text={form.error()} />
        <Alert tone="good" text={sent()} />
        <DialogActions>
          <Button onClick={close}>{sent() ? 'Done' : 'Cancel'}</Button>
          <Button type="submit" look="primary" busy={form.busy()} disabled={channelId() === null}>
            Send
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
