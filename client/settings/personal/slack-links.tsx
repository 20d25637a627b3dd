import { useSearchParams } from '@solidjs/router'
import { Hash } from 'lucide-solid'
import { createSignal, For, onMount, Show } from 'solid-js'
import type { InstallationId } from '@atrium/shared/ids.ts'
import { linkKey } from '@atrium/shared/realtime/apply-change.ts'
import { READING_DELAYS_MINUTES, type InstallationView, type ReadingDelayMinutes, type SlackLinkView } from '@atrium/shared/slack/views.ts'
import { isAdministrator } from '../../identity/me.ts'
import { useMe } from '../../identity/session.tsx'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { useFeed } from '../../realtime/feed.tsx'
import { Alert } from '../../ui/alert.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { grantErrorText } from '../grant-outcome.rules.ts'
import { ChoiceGroup } from '../parts/choice-group.tsx'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { Line, Section } from '../parts/page.tsx'
import { LackingGrant } from './lacking-grant.tsx'

/** One's own account in each connected workspace. */
export function SlackLinks() {
  const feed = useFeed()
  const me = useMe()
  const toasts = useToasts()
  const [search, setSearch] = useSearchParams<{ linked?: string; error?: string; detail?: string }>()
  // What came back with the address is kept here, so that loading the page anew does not say it again.
  const [refusal] = createSignal(grantErrorText(search))
  const linkOf = (installation: InstallationView) =>
    feed.state.links[linkKey({ memberId: me().actor.personId, installationId: installation.id })]
  const shown = () =>
    Object.values(feed.state.installations)
      .filter((installation) => installation.state === 'active' || linkOf(installation))
      .sort((one, other) => one.teamName.localeCompare(other.teamName))
  onMount(() => {
    if (search.linked) toasts.show(`Your account in ${feed.state.installations[search.linked]?.teamName ?? 'Slack'} is linked.`)
    if (search.linked || search.error) setSearch({ linked: undefined, error: undefined, detail: undefined }, { replace: true })
  })
  return (
    <Section title="Slack" text="Linked, what people write to you here reaches you in Slack too, and you can answer from there." flush>
      <Alert tone="bad" text={refusal()} class="m-3" />
      <Show when={shown().length > 0} fallback={<NoWorkspace admin={isAdministrator(me())} />}>
        <For each={shown()}>
          {(installation) => (
            <Show when={linkOf(installation)} fallback={<NotLinked installation={installation} />}>
              {(link) => <Linked installation={installation} link={link()} />}
            </Show>
          )}
        </For>
      </Show>
    </Section>
  )
}

function NoWorkspace(props: { admin: boolean }) {
  return (
    <EmptyState
      icon={<Hash size={20} />}
      title="No workspace is connected"
      text={
        props.admin ? 'Connect one, and everybody can link their own account.' : 'Ask an owner or admin to connect your Slack workspace.'
      }
    >
      <Show when={props.admin}>
        <a href="/settings/integrations/slack" class="text-sm font-medium text-accent-ink hover:underline">
          Connect Slack
        </a>
      </Show>
    </EmptyState>
  )
}

/** The way to Slack and back, which links an account or grants anew what its link may do. */
function createGrant(installationId: () => InstallationId) {
  const { api } = useConnection()
  const toasts = useToasts()
  const [busy, setBusy] = createSignal(false)
  const start = async ({ withStatus = false } = {}) => {
    setBusy(true)
    try {
      const { url } = await api.slack.startLink.mutate({ installationId: installationId(), withStatus })
      location.assign(url)
    } catch (thrown) {
      toasts.show(errorText(thrown), { tone: 'bad' })
      setBusy(false)
    }
  }
  return { busy, start }
}

function NotLinked(props: { installation: InstallationView }) {
  const grant = createGrant(() => props.installation.id)
  return (
    <Line title={props.installation.teamName} text={`${props.installation.teamDomain}.slack.com · not linked`}>
      <Button look="primary" busy={grant.busy()} onClick={() => void grant.start()}>
        Link my Slack account
      </Button>
    </Line>
  )
}

const PREFERENCES: { value: SlackLinkView['preference']; text: string }[] = [
  { value: 'always', text: 'Always' },
  { value: 'when_inactive', text: 'Only when I am not active' },
]
const DELAYS = READING_DELAYS_MINUTES.map((minutes) => ({ value: String(minutes), text: `${minutes} min` }))

const ON_OFF = [
  { value: 'on', text: 'On' },
  { value: 'off', text: 'Off' },
] as const

type Wish = Pick<SlackLinkView, 'preference' | 'readingDelayMinutes'>

function Linked(props: { installation: InstallationView; link: SlackLinkView }) {
  const { api } = useConnection()
  const feed = useFeed()
  const toasts = useToasts()
  const [asking, setAsking] = createSignal(false)
  const grant = createGrant(() => props.installation.id)
  const prefer = async (changed: Partial<Wish>) => {
    const key = linkKey(props.link)
    const { preference, readingDelayMinutes, installationId } = props.link
    const before: Wish = { preference, readingDelayMinutes }
    const wish = { ...before, ...changed }
    const show = (shown: Wish) =>
      feed.update((draft) => {
        const link = draft.links[key]
        if (link) Object.assign(link, shown)
      })
    show(wish)
    try {
      await api.slack.setPreference.mutate({ installationId, ...wish })
    } catch (thrown) {
      show(before)
      toasts.show(errorText(thrown), { tone: 'bad' })
    }
  }
  const showPlace = async (on: boolean) => {
    try {
      const link = await api.slack.setStatusSharing.mutate({ installationId: props.link.installationId, on })
      feed.apply({ kind: 'slack.linkChanged', payload: { link } })
    } catch (thrown) {
      toasts.show(errorText(thrown), { tone: 'bad' })
    }
  }
  const unlink = async () => {
    const { memberId, installationId, rev } = props.link
    await api.slack.unlink.mutate({ installationId })
    feed.apply({ kind: 'slack.linkRemoved', payload: { memberId, installationId, rev } })
    toasts.show('Your Slack account is no longer linked.')
  }
  return (
    <>
      <Line
        title={
          <span class="flex items-center gap-2">
            {props.installation.teamName} <Badge tone="good">Linked</Badge>
          </span>
        }
        text={`As ${props.link.slackEmail}`}
      >
        <Button onClick={() => setAsking(true)}>Unlink</Button>
      </Line>
      <Show when={props.installation.state === 'active' && props.link.missingScopes.length > 0}>
        <LackingGrant
          teamName={props.installation.teamName}
          missingScopes={props.link.missingScopes}
          busy={grant.busy()}
          onGrant={() => void grant.start({ withStatus: props.link.canShowPlace })}
        />
      </Show>
      <Line title="Send me what people write here" text={`In ${props.installation.teamName}.`}>
        <ChoiceGroup
          label={`Send to ${props.installation.teamName}`}
          value={props.link.preference}
          options={PREFERENCES}
          onChange={(preference) => void prefer({ preference })}
        />
      </Line>
      <Show when={props.link.preference === 'when_inactive'}>
        <Line
          title="Time to read it here first"
          text="While you are active in Atrium a message waits this long. Unread by then, it goes to Slack; when you leave or are away, at once."
        >
          <ChoiceGroup
            label={`Time to read before it goes to ${props.installation.teamName}`}
            value={String(props.link.readingDelayMinutes)}
            options={DELAYS}
            onChange={(minutes) => void prefer({ readingDelayMinutes: Number(minutes) as ReadingDelayMinutes })}
          />
        </Line>
      </Show>
      <Line
        title="Say in my Slack status where I am"
        text={
          props.link.showsPlace && !props.link.canShowPlace
            ? 'Slack has to allow it first.'
            : 'As “in Atrium · Library”, while you are here. What you say there yourself always stays.'
        }
      >
        <Show when={props.link.showsPlace && !props.link.canShowPlace}>
          <Button busy={grant.busy()} onClick={() => void grant.start({ withStatus: true })}>
            Allow in Slack
          </Button>
        </Show>
        <ChoiceGroup
          label={`Say in ${props.installation.teamName} where I am`}
          value={props.link.showsPlace ? 'on' : 'off'}
          options={ON_OFF}
          onChange={(value) => void showPlace(value === 'on')}
        />
      </Line>
      <ConfirmDialog
        open={asking()}
        onClose={() => setAsking(false)}
        title="Unlink your Slack account?"
        text="Nothing more goes to Slack from your chats, and what was still on its way is dropped. What is in Slack stays there."
        confirm="Unlink"
        onConfirm={unlink}
      />
    </>
  )
}
