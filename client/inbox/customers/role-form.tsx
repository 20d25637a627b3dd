import { createSignal, Show } from 'solid-js'
import { CHANNEL_ROLES, type ChannelRoleView, type SlackChannelView } from '@atrium/shared/slack/views.ts'
import { createForm } from '../../identity/create-form.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { useFeed } from '../../realtime/feed.tsx'
import { SelectField } from '../../settings/parts/select-field.tsx'
import { Alert } from '../../ui/alert.tsx'
import { Button } from '../../ui/button.tsx'
import { DialogActions } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import type { KnownPeople } from './channels-section.tsx'

export const ROLE_WORDS: Record<ChannelRoleView['role'], string> = { agent: 'an agent', customer: 'a customer' }
const SOMEBODY_ELSE = 'else'

/** One person in one channel. It applies to what they write from then on. */
export function RoleForm(props: { channel: SlackChannelView; people: KnownPeople; onDone: () => void }) {
  const { api } = useConnection()
  const feed = useFeed()
  const people = () => props.people.filter(({ installationId }) => installationId === props.channel.installationId)
  const [chosen, setChosen] = createSignal(people()[0]?.slackUserId ?? SOMEBODY_ELSE)
  const save = createForm(
    async (value) => {
      const { installationId, channelId } = props.channel
      const slackUserId = chosen() === SOMEBODY_ELSE ? value('slackUserId').toUpperCase() : chosen()
      const role = CHANNEL_ROLES.find((known) => known === value('role')) ?? 'agent'
      const channelRole = await api.slack.setChannelRole.mutate({ installationId, channelId, slackUserId, role })
      if (channelRole) feed.apply({ kind: 'slack.channelRoleChanged', payload: { channelRole } })
      props.onDone()
    },
    errorText,
    ['slackUserId'],
  )
  return (
    <form onSubmit={save.submit} class="flex flex-col gap-4">
      <SelectField
        label="Who"
        value={chosen()}
        onChange={(event) => setChosen(event.currentTarget.value)}
        options={[
          ...people().map(({ slackUserId, name, isLinked }) => ({ value: slackUserId, text: isLinked ? `${name} (linked)` : name })),
          { value: SOMEBODY_ELSE, text: 'Somebody else, by their Slack id' },
        ]}
      />
      <Show when={chosen() === SOMEBODY_ELSE}>
        <Field
          label="Slack user id"
          name="slackUserId"
          required
          autocomplete="off"
          hint="In Slack: their profile, the three dots, Copy member ID."
          error={save.fieldError('slackUserId')}
        />
      </Show>
      <SelectField
        label="Counts as"
        name="role"
        value="agent"
        options={CHANNEL_ROLES.map((value) => ({ value, text: ROLE_WORDS[value] }))}
        hint="For what they write in this channel from now on."
      />
      <Alert tone="bad" text={save.error()} />
      <DialogActions>
        <Button onClick={() => props.onDone()}>Cancel</Button>
        <Button type="submit" look="primary" busy={save.busy()}>
          Say so
        </Button>
      </DialogActions>
    </form>
  )
}
