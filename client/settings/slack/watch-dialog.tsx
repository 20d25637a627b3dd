import { createSignal, Show } from 'solid-js'
import type { CustomerId } from '@atrium/shared/ids.ts'
import type { SlackChannelView } from '@atrium/shared/slack/views.ts'
import { createForm } from '../../identity/create-form.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { useFeed } from '../../realtime/feed.tsx'
import { Alert } from '../../ui/alert.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { SelectField } from '../parts/select-field.tsx'
import { customerNameFrom } from './channel.rules.ts'
import type { Customers } from './create-customers.ts'

const NEW = 'new'

/** Whose channel it is: a customer who is known, or one made here. */
export function WatchDialog(props: { channel: SlackChannelView | null; customers: Customers; onClose: () => void }) {
  return (
    <Dialog
      open={props.channel !== null}
      onClose={() => props.onClose()}
      title={`Watch #${props.channel?.name ?? ''}`}
      description="From now on every message there opens a conversation in the inbox; answers go into its thread."
    >
      <Show when={props.channel} keyed>
        {(channel) => <WatchForm channel={channel} customers={props.customers} onClose={props.onClose} />}
      </Show>
    </Dialog>
  )
}

function WatchForm(props: { channel: SlackChannelView; customers: Customers; onClose: () => void }) {
  const { api } = useConnection()
  const feed = useFeed()
  const guess = customerNameFrom(props.channel.name)
  const known = () =>
    props.channel.customerId ?? props.customers.all().find((customer) => customer.name.toLowerCase() === guess.toLowerCase())?.id
  const [chosen, setChosen] = createSignal<string>()
  const customer = () => chosen() ?? known() ?? NEW
  const form = createForm(async (value) => {
    const { installationId, channelId } = props.channel
    const customerId = customer() === NEW ? await createCustomer(value('name')) : (customer() as CustomerId)
    const channel = await api.slack.watchChannel.mutate({ installationId, channelId, customerId })
    feed.apply({ kind: 'slack.channelChanged', payload: { channel } })
    props.onClose()
  }, errorText)
  const createCustomer = async (name: string): Promise<CustomerId> => {
    const made = await api.inbox.createCustomer.mutate({ name })
    feed.apply({ kind: 'inbox.customerChanged', payload: { customer: made } })
    // When watching fails after this, the next attempt takes the same customer.
    setChosen(made.id)
    return made.id
  }
  return (
    <form onSubmit={form.submit} class="flex flex-col gap-4">
      <SelectField
        label="Customer"
        value={customer()}
        options={[...props.customers.all().map(({ id, name }) => ({ value: id, text: name })), { value: NEW, text: 'New customer…' }]}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      <Show when={customer() === NEW}>
        <Field label="Name of the customer" name="name" required maxLength={120} value={guess} autocomplete="off" />
      </Show>
      <Alert tone="bad" text={form.error()} />
      <DialogActions>
        <Button onClick={() => props.onClose()}>Cancel</Button>
        <Button type="submit" look="primary" busy={form.busy()}>
          Watch channel
        </Button>
      </DialogActions>
    </form>
  )
}
