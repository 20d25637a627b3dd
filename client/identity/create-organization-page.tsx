import { useNavigate } from '@solidjs/router'
import { errorText } from '../realtime/error-text.ts'
import { httpApi } from '../realtime/http-api.ts'
import { Alert } from '../ui/alert.tsx'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { createForm } from './create-form.ts'
import { EntranceLayout } from './entrance-layout.tsx'
import { useSession } from './session.tsx'

/** For an account that belongs to nothing yet. */
export function CreateOrganizationPage() {
  const session = useSession()
  const navigate = useNavigate()
  const form = createForm(
    async (value) => {
      await httpApi.identity.createOrganization.mutate({ name: value('organization') })
      await session.refresh()
      navigate('/', { replace: true })
    },
    errorText,
    ['name'],
  )

  return (
    <EntranceLayout
      title="Name your organization"
      text="It gets its first space at once. You will be its owner and can invite the others from Settings."
      footer={
        <>
          Signed in as {session.me()?.account?.email}.{' '}
          <button type="button" class="font-medium text-accent-ink hover:underline" onClick={() => void session.signOut()}>
            Sign out
          </button>
        </>
      }
    >
      <form onSubmit={form.submit} class="flex flex-col gap-4">
        <Field
          label="Organization"
          name="organization"
          autocomplete="organization"
          required
          maxLength={80}
          error={form.fieldError('name')}
          hint="Were you invited? Open the link in the e-mail instead."
        />
        <Alert tone="bad" text={form.error()} />
        <Button type="submit" look="primary" size="large" busy={form.busy()}>
          Move in
        </Button>
      </form>
    </EntranceLayout>
  )
}
