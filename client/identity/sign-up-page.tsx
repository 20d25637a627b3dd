import { A, useNavigate, useSearchParams } from '@solidjs/router'
import { PASSWORD_LENGTH } from '@atrium/shared/identity/password.ts'
import { Alert } from '../ui/alert.tsx'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { signUp } from './account-api.ts'
import { createForm, messageOf } from './create-form.ts'
import { EntranceLayout, textLink } from './entrance-layout.tsx'
import { safeReturnPath } from './return-path.ts'
import { useSession } from './session.tsx'
import { SlackSignIn } from './slack-sign-in.tsx'

/** Also the first page of a new server, where the account made becomes the owner's. */
export function SignUpPage(props: { first?: boolean }) {
  const session = useSession()
  const navigate = useNavigate()
  const [search] = useSearchParams<{ next?: string }>()
  const form = createForm(async (value) => {
    await signUp({ name: value('name'), email: value('email'), password: value('password') })
    await session.refresh()
    navigate(safeReturnPath(search.next), { replace: true })
  }, messageOf)

  return (
    <EntranceLayout
      title={props.first ? 'Welcome to Atrium' : 'Create your account'}
      text={props.first ? 'Nobody has moved in yet. Make the first account; next you name your organization.' : undefined}
      footer={
        !props.first && (
          <>
            Have an account?{' '}
            <A href={`/sign-in${search.next ? `?next=${encodeURIComponent(search.next)}` : ''}`} class={textLink}>
              Sign in
            </A>
          </>
        )
      }
    >
      <form onSubmit={form.submit} class="flex flex-col gap-4">
        <Field label="Your name" name="name" autocomplete="name" required maxLength={80} />
        <Field label="E-mail" name="email" type="email" autocomplete="email" required />
        <Field
          label="Password"
          name="password"
          type="password"
          autocomplete="new-password"
          required
          minLength={PASSWORD_LENGTH.least}
          maxLength={PASSWORD_LENGTH.most}
          hint={`At least ${PASSWORD_LENGTH.least} characters.`}
        />
        <Alert tone="bad" text={form.error()} />
        <Button type="submit" look="primary" size="large" busy={form.busy()}>
          Create account
        </Button>
      </form>
      <SlackSignIn label="Sign up with Slack" />
    </EntranceLayout>
  )
}
