import { A, useParams } from '@solidjs/router'
import { Archive, ArrowLeft, Building2, Pencil } from 'lucide-solid'
import { createSignal, For, onMount, Show } from 'solid-js'
import { isId, type CustomerId, type MemberId } from '@atrium/shared/ids.ts'
import type { CustomerView } from '@atrium/shared/inbox/views.ts'
import { put } from '@atrium/shared/realtime/put-view.ts'
import { createForm } from '../../identity/create-form.ts'
import { isAdministrator } from '../../identity/me.ts'
import { useMe } from '../../identity/session.tsx'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { useFeed } from '../../realtime/feed.tsx'
import { createQuery } from '../../settings/parts/create-query.ts'
import { ConfirmDialog } from '../../settings/parts/confirm-dialog.tsx'
import { Line, Page, Section } from '../../settings/parts/page.tsx'
import { SelectField } from '../../settings/parts/select-field.tsx'
import { Alert } from '../../ui/alert.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Field } from '../../ui/field.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { createTriageChoices } from '../triage/create-triage-choices.ts'
import { ChannelsSection } from './channels-section.tsx'
import { ContactsSection } from './contacts-section.tsx'
import { ConversationsSection } from './conversations-section.tsx'
import { ForMembers } from './for-members.tsx'
import { policiesFor, promiseWords } from './policy-words.rules.ts'

export function CustomerPage() {
  const params = useParams<{ customerId: string }>()
  return (
    <ForMembers icon={<Building2 size={20} />} title="Customers are for members">
      <Show
        when={isId(params.customerId) && (params.customerId as CustomerId)}
        keyed
        fallback={<EmptyState title="There is no such customer" />}
      >
        {(id) => <Customer id={id} />}
      </Show>
    </ForMembers>
  )
}

/** Fetched once; from then on the feed keeps it. */
function Customer(props: { id: CustomerId }) {
  const { api } = useConnection()
  const feed = useFeed()
  const query = createQuery(async () => {
    const { customer } = await api.inbox.getCustomer.query({ customerId: props.id })
    feed.update((draft) => put(draft.customers, customer.id, customer))
    return true
  })
  const customer = () => feed.state.customers[props.id]
  return (
    <div class="h-full overflow-y-auto bg-surface" aria-busy={query.loading() && !customer()}>
      <A
        href="/customers"
        class="mx-6 mt-3 inline-flex h-8 items-center gap-1.5 rounded-md px-2 text-sm text-ink-soft hover:bg-hover hover:text-ink max-md:mx-2"
      >
        <ArrowLeft size={15} aria-hidden="true" /> Customers
      </A>
      <Show
        when={customer()}
        fallback={
          <Show when={query.error()} fallback={<Skeleton lines={6} class="mx-auto max-w-3xl p-8" />}>
            <EmptyState title="This customer could not be loaded" text={query.error()}>
              <Button onClick={() => void query.reload()}>Try again</Button>
            </EmptyState>
          </Show>
        }
      >
        {(known) => <Known customer={known()} />}
      </Show>
    </div>
  )
}

function Known(props: { customer: CustomerView }) {
  const { api } = useConnection()
  const feed = useFeed()
  const me = useMe()
  const toasts = useToasts()
  const [renaming, setRenaming] = createSignal(false)
  const [archiving, setArchiving] = createSignal(false)
  onMount(() => createTriageChoices({ api, feed }))
  const archive = async (archived: boolean) => {
    const customer = await api.inbox.archiveCustomer.mutate({ customerId: props.customer.id, archived })
    feed.apply({ kind: 'inbox.customerChanged', payload: { customer } })
  }
  const restore = () => archive(false).catch((thrown: unknown) => toasts.show(errorText(thrown), { tone: 'bad' }))
  return (
    <Page
      title={props.customer.name}
      text={
        <Show when={props.customer.archivedAt !== null}>
          <span class="text-warn">Archived. What is written in their channels still comes in.</span>
        </Show>
      }
      action={
        <div class="flex flex-wrap gap-2">
          <Button onClick={() => setRenaming(true)}>
            <Pencil size={14} aria-hidden="true" /> Rename
          </Button>
          <Show when={isAdministrator(me())}>
            <Show when={props.customer.archivedAt === null} fallback={<Button onClick={() => void restore()}>Bring back</Button>}>
              <Button onClick={() => setArchiving(true)}>
                <Archive size={14} aria-hidden="true" /> Archive
              </Button>
            </Show>
          </Show>
        </div>
      }
    >
      <Care customer={props.customer} />
      <ConversationsSection of={{ customerId: props.customer.id }} />
      <ContactsSection customerId={props.customer.id} />
      <ChannelsSection customerId={props.customer.id} />
      <Dialog open={renaming()} onClose={() => setRenaming(false)} title="Rename the customer">
        <RenameForm customer={props.customer} onDone={() => setRenaming(false)} />
      </Dialog>
      <ConfirmDialog
        open={archiving()}
        onClose={() => setArchiving(false)}
        title={`Archive ${props.customer.name}?`}
        text="They leave the list of customers and cannot be chosen for another channel. Channels that are watched for them go on, and everything that was said stays."
        confirm="Archive"
        onConfirm={() => archive(true)}
      />
    </Page>
  )
}

/** Who looks after them, and what they were promised. */
function Care(props: { customer: CustomerView }) {
  const { api } = useConnection()
  const feed = useFeed()
  const toasts = useToasts()
  const applied = () => policiesFor(Object.values(feed.state.slaPolicies), props.customer.id)
  const setOwner = async (value: string) => {
    try {
      const ownerId = value === '' ? null : (value as MemberId)
      const customer = await api.inbox.setCustomerOwner.mutate({ customerId: props.customer.id, ownerId })
      feed.apply({ kind: 'inbox.customerChanged', payload: { customer } })
    } catch (thrown) {
      toasts.show(errorText(thrown), { tone: 'bad' })
    }
  }
  const people = () => {
    const owner = props.customer.ownerId
    const gone =
      owner && feed.state.members[owner]?.deactivatedAt !== null
        ? [{ value: owner, text: `${feed.state.members[owner]?.name ?? 'Somebody'} (left)` }]
        : []
    return [{ value: '', text: 'Nobody' }, ...feed.activeMembers().map(({ id, name }) => ({ value: id, text: name })), ...gone]
  }
  return (
    <Section title="Care" flush>
      <div class="border-b border-line p-4">
        <SelectField
          label="Looked after by"
          class="max-w-xs"
          options={people()}
          value={props.customer.ownerId ?? ''}
          onChange={(event) => void setOwner(event.currentTarget.value)}
        />
      </div>
      <For
        each={applied()}
        fallback={
          <Line
            title="No promises"
            text={
              <>
                No SLA policy applies to them. Policies are made in{' '}
                <A href="/settings/inbox" class="font-medium text-accent-ink hover:underline">
                  the inbox settings
                </A>
                .
              </>
            }
          />
        }
      >
        {({ policy, priorities }) => (
          <Line
            title={
              <>
                SLA: {policy.name}
                <Show when={priorities}>
                  <span class="font-normal text-ink-soft"> for {priorities?.toLowerCase()}</span>
                </Show>
              </>
            }
            text={promiseWords(policy)}
          />
        )}
      </For>
    </Section>
  )
}

function RenameForm(props: { customer: CustomerView; onDone: () => void }) {
  const { api } = useConnection()
  const feed = useFeed()
  const save = createForm(
    async (value) => {
      const customer = await api.inbox.renameCustomer.mutate({ customerId: props.customer.id, name: value('name') })
      feed.apply({ kind: 'inbox.customerChanged', payload: { customer } })
      props.onDone()
    },
    errorText,
    ['name'],
  )
  return (
    <form onSubmit={save.submit} class="flex flex-col gap-4">
      <Field
        label="Name"
        name="name"
        required
        maxLength={120}
        value={props.customer.name}
        autocomplete="off"
        error={save.fieldError('name')}
      />
      <Alert tone="bad" text={save.error()} />
      <DialogActions>
        <Button onClick={() => props.onDone()}>Cancel</Button>
        <Button type="submit" look="primary" busy={save.busy()}>
          Rename
        </Button>
      </DialogActions>
    </form>
  )
}
