import { createSignal } from 'solid-js'
import { isAdministrator } from '../../identity/me.ts'
import { useMe } from '../../identity/session.tsx'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { useToasts } from '../../ui/toast.tsx'
import { ChoiceGroup } from '../parts/choice-group.tsx'
import { createQuery } from '../parts/create-query.ts'
import { Loaded } from '../parts/loaded.tsx'
import { Line, Section } from '../parts/page.tsx'

const CHOICES = [
  { value: 'on', text: 'On' },
  { value: 'off', text: 'Off' },
] as const

/** Whether customers are asked how it was. */
export function RatingsSection() {
  const { api } = useConnection()
  const me = useMe()
  const toasts = useToasts()
  const [busy, setBusy] = createSignal(false)
  const query = createQuery(async () => (await api.inbox.getSettings.query()).settings)
  const mayChange = () => isAdministrator(me())
  const change = async (on: boolean) => {
    setBusy(true)
    try {
      query.set(await api.inbox.setAsksForRating.mutate({ on }))
      toasts.show(on ? 'Customers are asked from the next closing on.' : 'Customers are not asked any more.')
    } catch (error) {
      toasts.show(errorText(error), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Section title="Ratings by customers" flush>
      <Loaded query={query}>
        {(settings) => (
          <Line
            title="Ask when a conversation is closed"
            text="In its thread in Slack, with buttons from 1 to 5. Each person has one vote and may change it; people of the team have none. A conversation in which no customer wrote is not asked about."
          >
            <ChoiceGroup
              label="Ask customers for a rating"
              value={settings().asksForRating ? 'on' : 'off'}
              options={CHOICES}
              disabled={busy() || !mayChange()}
              onChange={(value) => void change(value === 'on')}
            />
          </Line>
        )}
      </Loaded>
    </Section>
  )
}
