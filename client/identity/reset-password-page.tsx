import { useNavigate, useSearchParams } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import { PASSWORD_LENGTH } from '@atrium/shared/identity/password.ts'
import { Alert } from '../ui/alert.tsx'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { requestPasswordReset, resetPassword } from './account-api.ts'
import { createForm, messageOf } from './create-form.ts'
import { EntranceLayout } from './entrance-layout.tsx'

/** Without a token it asks for the e-mail; with one (the e-mailed link leads here) for the new password. */
export function ResetPasswordPage() {
  const [search] = useSearchParams<{ token?: string }>()
  const navigate = useNavigate()
  const [sent, setSent] = createSignal('')
  const form = createForm(async (value) => {
    if (search.token) {
      await resetPassword({ token: search.token, newPassword: value('password') })
      navigate('/sign-in', { replace: true })
      return
    }
    await requestPasswordReset({ email: value('email'), redirectTo: '/reset-password' })
    setSent('If the address has an account, a link is on its way to it.')
  }, messageOf)
  return (
    <EntranceLayout title="Choose a new password">
      <form onSubmit={form.submit} class="flex flex-col gap-4">
        <Show when={search.token} fallback={<Field label="E-mail" name="email" type="email" autocomplete="username" required />}>
          <Field
            label="New password"
            name="password"
            type="password"
            autocomplete="new-password"
            required
            minLength={PASSWORD_LENGTH.least}
            maxLength={PASSWORD_LENGTH.most}
            hint={`At least ${PASSWORD_LENGTH.least} characters.`}
          />
        </Show>
        <Alert tone="bad" text={form.error()} />
        <Alert tone="good" text={sent()} />
        <Button type="submit" look="primary" size="large" busy={form.busy()}>
          {search.token ? 'Save password' : 'Send the link'}
        </Button>
      </form>
    </EntranceLayout>
  )
}
