import { useNavigate, useParams } from '@solidjs/router'
import { Alert } from '../ui/alert.tsx'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { enterAsGuest } from './account-api.ts'
import { createForm, messageOf } from './create-form.ts'
import { EntranceLayout } from './entrance-layout.tsx'
import { useSession } from './session.tsx'

/** The entrance for somebody with a guest link: a name is all it takes. */
export function GuestPage() {
  const params = useParams<{ token: string }>()
  const session = useSession()
  const navigate = useNavigate()
  const form = createForm(async (value) => {
    await enterAsGuest({ token: params.token, name: value('name') })
    await session.refresh()
    navigate('/', { replace: true })
  }, messageOf)
  return (
    <EntranceLayout title="Come in" text="You have a guest link. Tell the others your name; they see that you are a visitor.">
      <form onSubmit={form.submit} class="flex flex-col gap-4">
        <Field label="Your name" name="name" autocomplete="name" required maxLength={80} />
        <Alert tone="bad" text={form.error()} />
        <Button type="submit" look="primary" size="large" busy={form.busy()}>
          Enter
        </Button>
      </form>
    </EntranceLayout>
  )
}
