import { A, useNavigate, useSearchParams } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import { Alert } from '../ui/alert.tsx'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { requestSignInLink, signInWithPassword } from './account-api.ts'
import { createForm, messageOf } from './create-form.ts'
import { EntranceLayout, textLink } from './entrance-layout.tsx'
import { safeReturnPath } from './return-path.ts'
import { useSession } from './session.tsx'
import { SlackSignIn } from './slack-sign-in.tsx'

export function SignInPage() {
  const session = useSession()
  const navigate = useNavigate()
  const [search] = useSearchParams<{ next?: string }>()
  const [linkSentTo, setLinkSentTo] = createSignal('')
  const [byLink, setByLink] = createSignal(false)
  const form = createForm(async (value) => {
    const email = value('email')
    if (byLink()) {
      await requestSignInLink({ email, callbackURL: safeReturnPath(search.next) })
      setLinkSentTo(email)
      return
    }
    await signInWithPassword({ email, password: value('password') })
    await session.refresh()
    navigate(safeReturnPath(search.next), { replace: true })
  }, messageOf)

  return (
    <EntranceLayout
      title="Sign in"
      text="Your office is where you left it."
      footer={
        <>
          New here?{' '}
          <A href={`/sign-up${search.next ? `?next=${encodeURIComponent(search.next)}` : ''}`} class={textLink}>
            Create an account
          </A>{' '}
          ·{' '}
          <A href="/reset-password" class={textLink}>
            Forgot your password?
          </A>
        </>
      }
    >
      <form onSubmit={form.submit} class="flex flex-col gap-4">
        <Field label="E-mail" name="email" type="email" autocomplete="username" required />
        <Show when={!byLink()}>
          <Field label="Password" name="password" type="password" autocomplete="current-password" required />
        </Show>
        <Alert tone="bad" text={form.error()} />
        <Alert tone="good" text={linkSentTo() && `A link is on its way to ${linkSentTo()}. Open it on this device.`} />
        <Button type="submit" look="primary" size="large" busy={form.busy()}>
          {byLink() ? 'Send the link' : 'Sign in'}
        </Button>
        <Button look="quiet" size="large" onClick={() => setByLink(!byLink())}>
          {byLink() ? 'Use a password instead' : 'E-mail me a link instead'}
        </Button>
      </form>
      <SlackSignIn label="Sign in with Slack" />
    </EntranceLayout>
  )
}
