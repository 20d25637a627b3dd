import { A, useLocation, useNavigate, useParams } from '@solidjs/router'
import { createResource, Match, Show, Switch } from 'solid-js'
import { errorText } from '../realtime/error-text.ts'
import { httpApi } from '../realtime/http-api.ts'
import { Alert } from '../ui/alert.tsx'
import { Button } from '../ui/button.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { createForm } from './create-form.ts'
import { EntranceLayout, textLink } from './entrance-layout.tsx'
import { useSession } from './session.tsx'

type Invitation = Awaited<ReturnType<typeof httpApi.identity.describeInvitation.query>>

export function InvitationPage() {
  const params = useParams<{ token: string }>()
  const [invitation] = createResource(
    () => params.token,
    async (token) => {
      try {
        return { found: await httpApi.identity.describeInvitation.query({ token }), error: '' }
      } catch (error) {
        return { found: null, error: errorText(error) }
      }
    },
  )
  return (
    <Show when={!invitation.loading} fallback={<EntranceLayout title="Invitation" children={<Skeleton lines={2} />} />}>
      <Show when={invitation()?.found} fallback={<Broken text={invitation()?.error} />}>
        {(found) => <Answer invitation={found()} token={params.token} />}
      </Show>
    </Show>
  )
}

function Broken(props: { text: string | undefined }) {
  return (
    <EntranceLayout title="This invitation does not work" text={props.text}>
      <p class="text-sm text-ink-soft">
        Are you a member already?{' '}
        <A href="/sign-in" class={textLink}>
          Sign in
        </A>
      </p>
    </EntranceLayout>
  )
}

function Answer(props: { invitation: Invitation; token: string }) {
  const session = useSession()
  const navigate = useNavigate()
  const location = useLocation()
  const next = () => encodeURIComponent(location.pathname)
  const account = () => session.me()?.account
  const form = createForm(async () => {
    await httpApi.identity.acceptInvitation.mutate({ token: props.token })
    await session.refresh()
    navigate('/', { replace: true })
  }, errorText)
  return (
    <EntranceLayout title={`Join ${props.invitation.organizationName}`} text={`The invitation is for ${props.invitation.email}.`}>
      <Switch>
        <Match when={account()}>
          {(known) => (
            <form onSubmit={form.submit} class="flex flex-col gap-4">
              <Alert tone="bad" text={form.error()} />
              <Button type="submit" look="primary" size="large" busy={form.busy()}>
                Join as {known().name}
              </Button>
              <p class="text-sm text-ink-soft">
                You are signed in as {known().email}.{' '}
                <button type="button" class={textLink} onClick={() => void session.signOut()}>
                  Sign out
                </button>{' '}
                to use another account.
              </p>
            </form>
          )}
        </Match>
        <Match when={!account()}>
          <div class="flex flex-col gap-3 text-base text-ink-soft">
            <A
              href={`/sign-up?next=${next()}`}
              class="inline-flex h-10 items-center justify-center rounded-lg bg-accent px-4 font-medium text-on-accent"
            >
              Create an account and join
            </A>
            <p class="text-sm">
              Have an account?{' '}
              <A href={`/sign-in?next=${next()}`} class={textLink}>
                Sign in
              </A>
            </p>
          </div>
        </Match>
      </Switch>
    </EntranceLayout>
  )
}
