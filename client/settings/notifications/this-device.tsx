import { createSignal, Show } from 'solid-js'
import { playChime } from '../../chat/notifications/chime.ts'
import { desktop } from '../../chat/notifications/desktop.ts'
import { wishesNow } from '../../chat/notifications/heard.ts'
import { isHushed } from '../../chat/notifications/notify.rules.ts'
import { useMe } from '../../identity/session.tsx'
import { useFeed } from '../../realtime/feed.tsx'
import { Alert } from '../../ui/alert.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { Line, Section } from '../parts/page.tsx'
import { DESKTOP_WORDS, testWords } from './device-words.rules.ts'

const TEST = { title: 'Atrium', body: 'This is how a message notifies you.' }

/** What this browser lets Atrium do, which is asked only here. */
export function ThisDevice() {
  const feed = useFeed()
  const me = useMe()
  const toasts = useToasts()
  const [outcome, setOutcome] = createSignal('')
  const [asking, setAsking] = createSignal(false)
  const turnOn = async () => {
    setAsking(true)
    await desktop.turnOn().finally(() => setAsking(false))
  }
  const test = () => {
    toasts.show(TEST.body, { title: TEST.title, silent: true })
    const onDesktop = desktop.show({ ...TEST, tag: 'test', onClick: () => {} }) !== null
    const hushed = isHushed(wishesNow({ feed, me: me().actor.personId }))
    setOutcome(testWords({ onDesktop, sounded: playChime(), hushed }))
  }
  return (
    <Section title="This device" flush>
      <Line
        title={
          <span class="flex items-center gap-2">
            Desktop notifications
            <Show when={desktop.state() === 'blocked'}>
              <Badge tone="warn">Blocked</Badge>
            </Show>
          </span>
        }
        text={<span role="status">{DESKTOP_WORDS[desktop.state()]}</span>}
      >
        <Show when={desktop.state() === 'off'}>
          <Button look="primary" busy={asking()} onClick={() => void turnOn()}>
            Turn on
          </Button>
        </Show>
        <Show when={desktop.state() === 'on'}>
          <Button onClick={() => desktop.turnOff()}>Turn off</Button>
        </Show>
      </Line>
      <Line title="Try it" text="In every way that this device has.">
        <Button onClick={test}>Send me a test notification</Button>
      </Line>
      <Alert text={outcome()} class="m-3" />
    </Section>
  )
}
