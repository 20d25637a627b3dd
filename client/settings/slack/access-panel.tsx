import { X } from 'lucide-solid'
import { createSignal, For, Show } from 'solid-js'
import type { AllowedUserView, InstallationView } from '@atrium/shared/slack/views.ts'
import { createForm } from '../../identity/create-form.ts'
import { useMe } from '../../identity/session.tsx'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { useFeed } from '../../realtime/feed.tsx'
import { Alert } from '../../ui/alert.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'

/** Who may act from Slack, and where the bot may write. */
export function AccessPanel(props: { installation: InstallationView }) {
  return (
    <div class="flex flex-col gap-6">
      <AllowedUsers installation={props.installation} />
      <PublicPosting installation={props.installation} />
    </div>
  )
}

function AllowedUsers(props: { installation: InstallationView }) {
  const { api } = useConnection()
  const feed = useFeed()
  let form: HTMLFormElement | undefined
  const people = () => props.installation.allowedUsers
  const save = async (wanted: string[]) => {
    const installation = await api.slack.setAllowedUsers.mutate({ installationId: props.installation.id, people: wanted })
    feed.apply({ kind: 'slack.installationChanged', payload: { installation } })
  }
  const adding = createForm(
    async (value) => {
      const given = value('person')
      if (given === '') return
      await save([...people().map(({ slackUserId }) => slackUserId), given])
      form?.reset()
    },
    errorText,
    ['person'],
  )
  return (
    <section aria-label="Who may act from Slack" class="flex flex-col gap-3">
      <div>
        <h4 class="text-sm font-medium text-ink">Who may act from Slack</h4>
        <p class="max-w-prose text-sm text-ink-soft">
          Commands and buttons work for{' '}
          {people().length === 0 ? 'everyone in the workspace. Name people to let only them.' : 'these people alone.'}
        </p>
      </div>
      <Show when={people().length > 0}>
        <ul aria-label="People who may act from Slack" class="flex flex-wrap gap-2">
          <For each={people()}>
            {(person) => (
              <Person
                person={person}
                onRemove={() => save(people().flatMap((other) => (other.slackUserId === person.slackUserId ? [] : [other.slackUserId])))}
              />
            )}
          </For>
        </ul>
      </Show>
      <form ref={form} onSubmit={adding.submit} class="flex flex-wrap items-start gap-2">
        <Field
          label="Slack user id or e-mail"
          name="person"
          autocomplete="off"
          spellcheck={false}
          placeholder="U012ABCDEF"
          class="min-w-0 grow basis-52 sm:max-w-72"
          error={adding.fieldError('person')}
        />
        <Button type="submit" class="mt-6.5 h-10" busy={adding.busy()} disabled={props.installation.state !== 'active'}>
          Add
        </Button>
      </form>
      <Alert tone="bad" text={adding.error()} />
    </section>
  )
}

function Person(props: { person: AllowedUserView; onRemove: () => Promise<void> }) {
  const [error, setError] = createSignal('')
  const remove = () => void props.onRemove().catch((thrown: unknown) => setError(errorText(thrown)))
  return (
    <li class="flex h-8 max-w-full items-center gap-1.5 rounded-full border border-line-strong bg-surface pr-1 pl-3 text-sm">
      <span class="truncate font-medium text-ink">{props.person.name}</span>
      <span class="font-mono text-xs text-ink-faint">{props.person.slackUserId}</span>
      <button
        type="button"
        aria-label={`Remove ${props.person.name}`}
        class="grid size-6 shrink-0 place-items-center rounded-full text-ink-soft hover:bg-hover hover:text-ink"
        onClick={remove}
      >
        <X size={13} aria-hidden="true" />
      </button>
      <Show when={error()}>
        <span role="alert" class="pr-2 text-xs text-bad">
          {error()}
        </span>
      </Show>
    </li>
  )
}

function PublicPosting(props: { installation: InstallationView }) {
  const { api } = useConnection()
  const feed = useFeed()
  const me = useMe()
  const [error, setError] = createSignal('')
  const actor = () => me().actor
  const isOwner = () => actor().kind === 'member' && actor().role === 'owner'
  const change = async (box: HTMLInputElement) => {
    setError('')
    try {
      const installation = await api.slack.setPublicPosting.mutate({ installationId: props.installation.id, on: box.checked })
      feed.apply({ kind: 'slack.installationChanged', payload: { installation } })
    } catch (thrown) {
      box.checked = props.installation.postsPublicly
      setError(errorText(thrown))
    }
  }
  return (
    <div class="flex flex-col gap-2">
      <label class="flex items-start gap-2.5 text-sm">
        <input
          type="checkbox"
          class="mt-0.5 size-4 shrink-0 accent-accent"
          checked={props.installation.postsPublicly}
          disabled={!isOwner()}
          onChange={(event) => void change(event.currentTarget)}
        />
        <span>
          <span class="font-medium text-ink">Post to public channels without an invitation</span>
          <span class="block max-w-prose text-ink-soft">
            Asks for one scope more, chat:write.public, when the workspace is next connected. Private channels always need an invitation.
            {isOwner() ? '' : ' Only an owner can change this.'}
          </span>
        </span>
      </label>
      <Alert tone="bad" text={error()} />
    </div>
  )
}
