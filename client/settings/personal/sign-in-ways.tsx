import { createSignal, Show } from 'solid-js'
import { useMe } from '../../identity/session.tsx'
import { useConnection } from '../../realtime/connection-context.tsx'
import { useFeed } from '../../realtime/feed.tsx'
import { Button } from '../../ui/button.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { createQuery } from '../parts/create-query.ts'
import { Loaded } from '../parts/loaded.tsx'
import { Line, Section } from '../parts/page.tsx'

/** Who signs in with Slack as whom; nothing where that is not offered and nobody does. */
export function SignInWays() {
  const { api } = useConnection()
  const feed = useFeed()
  const me = useMe()
  const toasts = useToasts()
  const query = createQuery(async () => await api.identity.slackSignIn.query())
  const [asking, setAsking] = createSignal(false)
  const teamName = (teamId: string) =>
    Object.values(feed.state.installations).find((installation) => installation.teamId === teamId)?.teamName ?? `workspace ${teamId}`
  const remove = async () => {
    await api.identity.removeSlackSignIn.mutate()
    await query.reload()
    toasts.show('Your account no longer signs in with Slack.')
  }
  return (
    <Show when={me().slackSignIn || query.value()?.signIn}>
      <Section title="Sign in with Slack" text="A way into your account. What is mirrored to Slack is linked above, apart from this." flush>
        <Loaded query={query}>
          {(found) => (
            <Show
              when={found().signIn}
              fallback={
                <Line
                  title="Not used yet"
                  text="Choose Slack the next time you sign in. Where your confirmed e-mail is the same there, it leads to this account."
                />
              }
            >
              {(signIn) => (
                <Line
                  title={teamName(signIn().teamId)}
                  text={`Slack user ${signIn().slackUserId}, since ${new Date(signIn().sinceMs).toLocaleDateString(undefined, { dateStyle: 'medium' })}`}
                >
                  <Button onClick={() => setAsking(true)}>Remove</Button>
                </Line>
              )}
            </Show>
          )}
        </Loaded>
        <ConfirmDialog
          open={asking()}
          onClose={() => setAsking(false)}
          title="Remove this way of signing in?"
          text="You sign in with your password or an e-mailed link from then on. Signing in with Slack again brings it back, while your e-mail is the same there."
          confirm="Remove"
          onConfirm={remove}
        />
      </Section>
    </Show>
  )
}
