import { Match, Show, Switch } from 'solid-js'
import { Button } from '../../ui/button.tsx'
import { Page } from '../parts/page.tsx'
import { createPreferences, type Preferences } from './create-preferences.ts'
import { KindsTable } from './kinds-table.tsx'
import { QuietHours } from './quiet-hours.tsx'
import { ThisDevice } from './this-device.tsx'

export function NotificationsPage() {
  const preferences = createPreferences()
  return (
    <Page
      title="Notifications"
      text="What tells you of new messages. Your choices hold on all your devices."
      action={<SavingState preferences={preferences} />}
    >
      <ThisDevice />
      <KindsTable preferences={preferences} />
      <QuietHours preferences={preferences} />
    </Page>
  )
}

/** Choices are saved as they are made: how that goes stands here. */
function SavingState(props: { preferences: Preferences }) {
  const failure = () => {
    const saving = props.preferences.saving()
    return saving.name === 'failed' ? saving.text : null
  }
  return (
    <div class="flex min-h-8 items-center gap-3 text-sm text-ink-soft">
      <p role="status">
        <Switch>
          <Match when={props.preferences.saving().name === 'saving'}>Saving…</Match>
          <Match when={props.preferences.saving().name === 'saved'}>Saved</Match>
        </Switch>
      </p>
      <Show when={failure()}>
        {(text) => (
          <>
            <p role="alert" class="text-bad">
              Not saved. {text()}
            </p>
            <Button size="small" onClick={() => props.preferences.retry()}>
              Try again
            </Button>
          </>
        )}
      </Show>
    </div>
  )
}
