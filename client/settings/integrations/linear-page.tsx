import { createSignal, Show } from 'solid-js'
import type { LinearConnectionView, LinearTeamView } from '@atrium/shared/integrations/linear.ts'
import { createForm } from '../../identity/create-form.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { Alert } from '../../ui/alert.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Field } from '../../ui/field.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { createQuery } from '../parts/create-query.ts'
import { Loaded } from '../parts/loaded.tsx'
import { Line, Page, Section } from '../parts/page.tsx'
import { SelectField } from '../parts/select-field.tsx'

export function LinearPage() {
  const { api } = useConnection()
  const query = createQuery(() => api.integrations.readLinear.query())
  return (
    <Page
      title="Linear"
      text="Agents hand a conversation on as an issue, which leads back here. How it goes on shows beside the conversation, and a note says when it is settled."
    >
      <Section title="Connection" flush>
        <Loaded query={query}>
          {(known) => (
            <Show
              when={known().connection}
              fallback={<EmptyState title="Linear is not connected" text="Give it an API key below, and choose a team for the issues." />}
            >
              {(connection) => <Connected connection={connection()} onChanged={() => query.reload()} />}
            </Show>
          )}
        </Loaded>
      </Section>
      <Connect isConnected={Boolean(query.value()?.connection)} onConnected={() => void query.reload()} />
    </Page>
  )
}

function Connected(props: { connection: LinearConnectionView; onChanged: () => Promise<void> }) {
  const { api } = useConnection()
  const [asking, setAsking] = createSignal(false)
  const disconnect = async () => {
    await api.integrations.disconnectLinear.mutate()
    await props.onChanged()
  }
  return (
    <>
      <Line
        title={
          <span class="flex items-center gap-2">
            <span class="truncate">{props.connection.workspaceName}</span>
            <Badge tone={props.connection.refusedReason === null ? 'good' : 'bad'}>
              {props.connection.refusedReason === null ? 'Connected' : 'Refused'}
            </Badge>
          </span>
        }
        text={`Issues go to the team ${props.connection.teamName}.`}
      >
        <Button size="small" onClick={() => setAsking(true)}>
          Disconnect
        </Button>
      </Line>
      <Show when={props.connection.refusedReason}>
        {(reason) => (
          <div class="px-4 pb-4">
            <Alert tone="bad" text={reason()} />
          </div>
        )}
      </Show>
      <ConfirmDialog
        open={asking()}
        onClose={() => setAsking(false)}
        title="Disconnect Linear?"
        text="The key is deleted here. Issues stay in Linear, and conversations keep their links to them, but what becomes of them no longer shows."
        confirm="Disconnect"
        onConfirm={disconnect}
      />
    </>
  )
}

interface Checked {
  apiKey: string
  workspaceName: string
  teams: LinearTeamView[]
}

/** First the key, then one of its teams. */
function Connect(props: { isConnected: boolean; onConnected: () => void }) {
  const { api } = useConnection()
  const [checked, setChecked] = createSignal<Checked | null>(null)
  let form!: HTMLFormElement
  const send = createForm(
    async (value) => {
      const apiKey = value('apiKey')
      const known = checked()
      if (known?.apiKey !== apiKey) {
        setChecked({ apiKey, ...(await api.integrations.listLinearTeams.mutate({ apiKey })) })
        return
      }
      await api.integrations.connectLinear.mutate({ apiKey, teamId: value('teamId') })
      setChecked(null)
      form.reset()
      props.onConnected()
    },
    errorText,
    ['apiKey', 'teamId'],
  )
  return (
    <Section
      title={props.isConnected ? 'Another key or team' : 'Connect'}
      text="A key is made in Linear under Settings, Security & access. It has to read, and to create issues."
    >
      <form ref={(element) => (form = element)} onSubmit={send.submit} class="flex flex-col gap-4">
        <Field
          label="API key"
          name="apiKey"
          type="password"
          required
          maxLength={500}
          placeholder="lin_api_…"
          autocomplete="off"
          error={send.fieldError('apiKey')}
        />
        <Show when={checked()}>
          {(known) => (
            <SelectField
              label={`Team in ${known().workspaceName}`}
              name="teamId"
              value={known().teams[0]?.id ?? ''}
              options={known().teams.map(({ id, name }) => ({ value: id, text: name }))}
            />
          )}
        </Show>
        <Alert tone="bad" text={send.error() || (send.fieldError('teamId') ?? '')} />
        <Button type="submit" look="primary" class="self-start" busy={send.busy()}>
          {checked() ? 'Connect' : 'Check the key'}
        </Button>
      </form>
    </Section>
  )
}
