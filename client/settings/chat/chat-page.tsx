import { createSignal } from 'solid-js'
import { useChat } from '../../chat/chat-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { useFeed } from '../../realtime/feed.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { ChoiceGroup } from '../parts/choice-group.tsx'
import { Line, Page, Section } from '../parts/page.tsx'

const CHOICES = [
  { value: 'on', text: 'On' },
  { value: 'off', text: 'Off' },
] as const

/** What admins decide about the chats of their organization. */
export function ChatPage() {
  const feed = useFeed()
  const chat = useChat()
  const toasts = useToasts()
  const [busy, setBusy] = createSignal(false)
  const change = async (allowed: boolean) => {
    setBusy(true)
    try {
      const { organization } = await chat.api.identity.setGroupMentions.mutate({ allowed })
      feed.apply({ kind: 'identity.organizationChanged', payload: { organization } })
      toasts.show(allowed ? '@all, @here and @room can be written again.' : '@all, @here and @room are off for everybody.')
    } catch (error) {
      toasts.show(errorText(error), { tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Page title="Chat" text="For every space and room of the organization.">
      <Section title="Group mentions" flush>
        <Line
          title="@all, @here and @room"
          text="One message that notifies everybody of a space, who is there, or who is in a room. Off, nobody can write them, you neither; what was written before stands."
        >
          <ChoiceGroup
            label="Group mentions"
            value={chat.groupMentions() ? 'on' : 'off'}
            options={CHOICES}
            disabled={busy()}
            onChange={(value) => void change(value === 'on')}
          />
        </Line>
      </Section>
    </Page>
  )
}
