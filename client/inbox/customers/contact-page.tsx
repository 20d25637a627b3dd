import { A, useParams } from '@solidjs/router'
import { ArrowLeft, Building2, Mail, Merge, UserRound } from 'lucide-solid'
import { createEffect, createMemo, createSignal, For, on, Show } from 'solid-js'
import { isId, type ContactId } from '@atrium/shared/ids.ts'
import type { ContactView } from '@atrium/shared/inbox/views.ts'
import { put } from '@atrium/shared/realtime/put-view.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { useFeed } from '../../realtime/feed.tsx'
import { createQuery } from '../../settings/parts/create-query.ts'
import { Loaded } from '../../settings/parts/loaded.tsx'
import { Line, Page, Section } from '../../settings/parts/page.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { ConversationsSection } from './conversations-section.tsx'
import { ForMembers } from './for-members.tsx'
import { MergeForm } from './merge-form.tsx'

export function ContactPage() {
  const params = useParams<{ contactId: string }>()
  return (
    <ForMembers icon={<UserRound size={20} />} title="Contacts are for members">
      <Show
        when={isId(params.contactId) && (params.contactId as ContactId)}
        keyed
        fallback={<EmptyState title="There is no such person" />}
      >
        {(id) => <Contact id={id} />}
      </Show>
    </ForMembers>
  )
}

/** Of somebody who was merged, whoever is left. */
function Contact(props: { id: ContactId }) {
  const { api } = useConnection()
  const feed = useFeed()
  const query = createQuery(async () => {
    const { contact, merged } = await api.inbox.getContact.query({ contactId: props.id })
    const customer = contact.customerId ? await api.inbox.getCustomer.query({ customerId: contact.customerId }) : null
    feed.update((draft) => {
      for (const one of [contact, ...merged]) put(draft.contacts, one.id, one)
      if (customer) put(draft.customers, customer.customer.id, customer.customer)
    })
    return true
  })
  const contact = () => {
    const asked = feed.state.contacts[props.id]
    return asked?.mergedInto ? feed.state.contacts[asked.mergedInto] : asked
  }
  return (
    <div class="h-full overflow-y-auto bg-surface" aria-busy={query.loading() && !contact()}>
      <A
        href={contact()?.customerId ? `/customers/${contact()?.customerId}` : '/customers'}
        class="mx-6 mt-3 inline-flex h-8 items-center gap-1.5 rounded-md px-2 text-sm text-ink-soft hover:bg-hover hover:text-ink max-md:mx-2"
      >
        <ArrowLeft size={15} aria-hidden="true" />
        {feed.state.customers[contact()?.customerId ?? ('' as never)]?.name ?? 'Customers'}
      </A>
      <Show
        when={contact()?.id}
        keyed
        fallback={
          <Show when={query.error()} fallback={<Skeleton lines={6} withAvatar class="mx-auto max-w-3xl p-8" />}>
            <EmptyState title="This person could not be loaded" text={query.error()}>
              <Button onClick={() => void query.reload()}>Try again</Button>
            </EmptyState>
          </Show>
        }
      >
        {(id) => <Show when={feed.state.contacts[id]}>{(known) => <Known contact={known()} />}</Show>}
      </Show>
    </div>
  )
}

function Known(props: { contact: ContactView }) {
  const feed = useFeed()
  const [merging, setMerging] = createSignal(false)
  const customer = () => (props.contact.customerId ? feed.state.customers[props.contact.customerId] : undefined)
  return (
    <Page
      title={props.contact.name}
      text={
        <span class="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
          <Show when={customer()}>
            {(known) => (
              <span class="inline-flex items-center gap-1.5">
                <Building2 size={14} aria-hidden="true" />{' '}
                <A href={`/customers/${known().id}`} class="font-medium text-accent-ink hover:underline">
                  {known().name}
                </A>
              </span>
            )}
          </Show>
          <Show when={props.contact.email}>
            {(email) => (
              <span class="inline-flex items-center gap-1.5">
                <Mail size={14} aria-hidden="true" /> {email()}
              </span>
            )}
          </Show>
          <Show when={props.contact.placeholder}>
            <Badge tone="warn">Their name is not known yet</Badge>
          </Show>
        </span>
      }
      action={
        <Button onClick={() => setMerging(true)}>
          <Merge size={14} aria-hidden="true" /> Merge
        </Button>
      }
    >
      <Identities contact={props.contact} />
      <ConversationsSection of={{ contactId: props.contact.id }} />
      <Dialog
        open={merging()}
        onClose={() => setMerging(false)}
        title={`Who else is ${props.contact.name}?`}
        description="Conversations and Slack accounts of both are shown as one person’s. It can be undone."
      >
        <MergeForm contact={props.contact} onDone={() => setMerging(false)} />
      </Dialog>
    </Page>
  )
}

/** Where they are known, and who turned out to be them. */
function Identities(props: { contact: ContactView }) {
  const { api } = useConnection()
  const feed = useFeed()
  const query = createQuery(async () => (await api.slack.identitiesOfContact.query({ contactId: props.contact.id })).identities)
  const merged = createMemo(() =>
    Object.values(feed.state.contacts)
      .filter(({ mergedInto }) => mergedInto === props.contact.id)
      .sort((one, other) => one.name.localeCompare(other.name)),
  )
  // Whoever comes along brings their own accounts.
  createEffect(
    on(
      () =>
        merged()
          .map(({ id }) => id)
          .join(),
      () => void query.reload(),
      { defer: true },
    ),
  )
  return (
    <Section title="Identities" flush>
      <Loaded query={query}>
        {(identities) => (
          <>
            <For each={identities()}>
              {(identity) => (
                <Line
                  title={identity.name}
                  text={
                    <>
                      Slack, {identity.teamName} · <span class="font-mono text-xs">{identity.slackUserId}</span>
                    </>
                  }
                >
                  <Show when={identity.isForeign}>
                    <Badge>Of another workspace</Badge>
                  </Show>
                </Line>
              )}
            </For>
            <Show when={props.contact.email}>{(email) => <Line title={email()} text="E-mail" />}</Show>
            <For each={merged()}>{(one) => <MergedLine contact={one} />}</For>
            <Show when={identities().length === 0 && !props.contact.email && merged().length === 0}>
              <EmptyState title="Nothing but a name is known" />
            </Show>
          </>
        )}
      </Loaded>
    </Section>
  )
}

function MergedLine(props: { contact: ContactView }) {
  const { api } = useConnection()
  const feed = useFeed()
  const toasts = useToasts()
  const [busy, setBusy] = createSignal(false)
  const undo = async () => {
    setBusy(true)
    try {
      const contact = await api.inbox.undoContactMerge.mutate({ contactId: props.contact.id })
      feed.apply({ kind: 'inbox.contactChanged', payload: { contact } })
      toasts.show(`${contact.name} is somebody else again.`)
    } catch (thrown) {
      toasts.show(errorText(thrown), { tone: 'bad' })
      setBusy(false)
    }
  }
  return (
    <Line title={props.contact.name} text={props.contact.email ? `Merged · ${props.contact.email}` : 'Merged'}>
      <Button size="small" busy={busy()} onClick={() => void undo()}>
        Undo<span class="sr-only"> merging {props.contact.name}</span>
      </Button>
    </Line>
  )
}
