import { changeName } from '../../identity/account-api.ts'
import { createForm, messageOf } from '../../identity/create-form.ts'
import { useMe, useSession } from '../../identity/session.tsx'
import { useFeed } from '../../realtime/feed.tsx'
import { Alert } from '../../ui/alert.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { Section } from '../parts/page.tsx'

export function Profile() {
  const me = useMe()
  const session = useSession()
  const feed = useFeed()
  const toasts = useToasts()
  const person = () => feed.person(me().actor.personId) ?? me().person
  const form = createForm(async (value) => {
    await changeName({ name: value('name') })
    await session.refresh()
    toasts.show('Your name was saved.')
  }, messageOf)
  return (
    <Section title="Profile">
      <form onSubmit={form.submit} class="flex flex-col gap-4">
        <div class="flex flex-wrap items-start gap-4">
          <Avatar name={person()?.name ?? '?'} hue={person()?.hue ?? 210} size={48} />
          <Field
            class="min-w-0 grow basis-52"
            label="Name"
            name="name"
            autocomplete="name"
            required
            maxLength={80}
            value={person()?.name ?? ''}
          />
          <Field
            class="min-w-0 grow basis-52"
            label="E-mail"
            type="email"
            value={me().email ?? ''}
            disabled
            hint="Your Slack account has to have the same."
          />
        </div>
        <Alert tone="bad" text={form.error()} />
        <Button type="submit" class="self-start" busy={form.busy()}>
          Save
        </Button>
      </form>
    </Section>
  )
}
