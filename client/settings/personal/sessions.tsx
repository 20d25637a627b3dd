import { createSignal, For, Show } from 'solid-js'
import type { SessionView } from '@atrium/shared/identity/session-views.ts'
import type { Id } from '@atrium/shared/ids.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { createQuery } from '../parts/create-query.ts'
import { Loaded } from '../parts/loaded.tsx'
import { Line, Section } from '../parts/page.tsx'
import { deviceName } from './device-name.rules.ts'

export function Sessions() {
  const { api } = useConnection()
  const query = createQuery(async () => (await api.identity.listSessions.query()).sessions)
  const [ending, setEnding] = createSignal<SessionView | null>(null)
  const end = async () => {
    const session = ending()
    if (!session) return
    await api.identity.revokeSession.mutate({ sessionId: session.id as Id<'session'> })
    await query.reload()
  }
  return (
    <Section title="Sessions" text="Where you are signed in. Ending one closes its windows at once." flush>
      <Loaded query={query}>
        {(sessions) => (
          <For each={sessions()}>
            {(session) => (
              <Line
                title={
                  <span class="flex items-center gap-2">
                    {deviceName(session.userAgent)}
                    <Show when={session.current}>
                      <Badge tone="good">This one</Badge>
                    </Show>
                  </span>
                }
                text={`${session.address ? `${session.address} · ` : ''}since ${new Date(session.createdAt).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })}`}
              >
                <Show when={!session.current}>
                  <Button size="small" onClick={() => setEnding(session)}>
                    End session
                  </Button>
                </Show>
              </Line>
            )}
          </For>
        )}
      </Loaded>
      <ConfirmDialog
        open={ending() !== null}
        onClose={() => setEnding(null)}
        title="End this session?"
        text={`${deviceName(ending()?.userAgent ?? null)} is signed out and has to sign in again.`}
        confirm="End session"
        onConfirm={end}
      />
    </Section>
  )
}
