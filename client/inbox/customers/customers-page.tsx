import { A, useNavigate } from '@solidjs/router'
import { Building2, ChartColumn, Plus } from 'lucide-solid'
import { createSignal, For, onCleanup, Show } from 'solid-js'
import type { CustomerView } from '@atrium/shared/inbox/views.ts'
import { put } from '@atrium/shared/realtime/put-view.ts'
import { PageHeader } from '../../app/page-header.tsx'
import { createForm } from '../../identity/create-form.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { errorText } from '../../realtime/error-text.ts'
import { useFeed } from '../../realtime/feed.tsx'
import { ChoiceGroup } from '../../settings/parts/choice-group.tsx'
import { SearchBox } from '../../settings/parts/search-box.tsx'
import { Alert } from '../../ui/alert.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Field } from '../../ui/field.tsx'
import { fullTime, timeAgo } from '../../ui/relative-time.rules.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { createClock } from '../create-clock.ts'
import { createCustomerList } from './create-customer-list.ts'
import { openCount, type Activity } from './customer-list.rules.ts'
import { ForMembers } from './for-members.tsx'

const TYPING_MS = 200

export function CustomersPage() {
  return (
    <ForMembers icon={<Building2 size={20} />} title="Customers are for members">
      <Customers />
    </ForMembers>
  )
}

function Customers() {
  const [words, setWords] = createSignal('')
  const [shown, setShown] = createSignal<'current' | 'archived'>('current')
  const [making, setMaking] = createSignal(false)
  const list = createCustomerList({ words, archived: () => shown() === 'archived' })
  let typing: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(typing))
  const search = (text: string) => {
    setWords(text)
    clearTimeout(typing)
    typing = setTimeout(() => void list.load(), TYPING_MS)
  }
  return (
    <div class="flex h-full min-h-0 flex-col">
      <PageHeader title="Customers">
        <A
          href="/reports"
          class="inline-flex h-8 items-center gap-1.5 rounded-md px-2.5 text-sm text-ink-soft hover:bg-hover hover:text-ink"
        >
          <ChartColumn size={15} aria-hidden="true" /> Reports
        </A>
        <Button look="primary" onClick={() => setMaking(true)}>
          <Plus size={14} aria-hidden="true" /> New<span class="max-sm:sr-only"> customer</span>
        </Button>
      </PageHeader>
      <div class="min-h-0 grow overflow-y-auto bg-surface">
        <div class="mx-auto flex w-full max-w-4xl flex-col gap-3 p-4">
          <div class="flex flex-wrap items-center gap-2">
            <SearchBox label="Find a customer" onSearch={search} class="grow basis-56" />
            <ChoiceGroup
              label="Which customers"
              value={shown()}
              options={[
                { value: 'current', text: 'Current' },
                { value: 'archived', text: 'Archived' },
              ]}
              onChange={(value) => {
                setShown(value)
                void list.load()
              }}
            />
          </div>
          <div aria-busy={list.state() === 'loading'}>
            <Show
              when={list.customers().length > 0}
              fallback={
                <Show when={list.state() !== 'loading'} fallback={<Skeleton lines={6} class="p-4" />}>
                  <Nothing
                    failed={list.state() === 'failed'}
                    error={list.error()}
                    words={words()}
                    archived={shown() === 'archived'}
                    onRetry={() => void list.load()}
                  />
                </Show>
              }
            >
              <ul aria-label="Customers" class="overflow-hidden rounded-xl border border-line">
                <For each={list.customers()}>
                  {(customer) => <CustomerLine customer={customer} activity={list.activityOf(customer.id)} />}
                </For>
              </ul>
            </Show>
          </div>
          <Show when={list.more() && list.customers().length > 0}>
            <Button class="self-center" busy={list.state() === 'loading-more'} onClick={() => void list.loadMore()}>
              Show more
            </Button>
          </Show>
        </div>
      </div>
      <NewCustomer open={making()} onClose={() => setMaking(false)} />
    </div>
  )
}

function CustomerLine(props: { customer: CustomerView; activity: Activity | undefined }) {
  const feed = useFeed()
  const nowMs = createClock()
  const owner = () => (props.customer.ownerId ? feed.state.members[props.customer.ownerId] : undefined)
  return (
    <li class="border-line not-last:border-b">
      <A
        href={`/customers/${props.customer.id}`}
        class="focus-inset flex min-h-14 items-center gap-3 px-4 py-2 transition-colors hover:bg-hover"
      >
        <span class="grid size-8 shrink-0 place-items-center rounded-lg bg-sunken text-ink-soft" aria-hidden="true">
          <Building2 size={16} />
        </span>
        <span class="min-w-0 grow">
          <span class="block truncate text-base font-medium text-ink">{props.customer.name}</span>
          <span class="block truncate text-xs text-ink-faint">
            <Show when={props.activity?.lastActivityAt} fallback="Nothing written yet">
              {(atMs) => (
                <time datetime={new Date(atMs()).toISOString()} title={fullTime(atMs())}>
                  {timeAgo(atMs(), nowMs()) === 'now' ? 'Active now' : `Last active ${timeAgo(atMs(), nowMs())}`}
                </time>
              )}
            </Show>
          </span>
        </span>
        <Show when={props.activity && openCount(props.activity)}>
          {(count) => (
            <span class="shrink-0 rounded-full bg-accent-wash px-2 py-0.5 text-xs font-medium text-accent-ink">{count()} open</span>
          )}
        </Show>
        <span class="flex w-6 shrink-0 justify-end">
          <Show when={owner()}>
            {(member) => (
              <span title={`Looked after by ${member().name}`}>
                <Avatar name={member().name} hue={member().hue} size={24} />
                <span class="sr-only">Looked after by {member().name}</span>
              </span>
            )}
          </Show>
        </span>
      </A>
    </li>
  )
}

function Nothing(props: { failed: boolean; error: string; words: string; archived: boolean; onRetry: () => void }) {
  const title = () => (props.words.trim() ? 'Nobody is called like that' : props.archived ? 'Nobody is archived' : 'No customers yet')
  return (
    <Show
      when={props.failed}
      fallback={
        <EmptyState
          icon={<Building2 size={20} />}
          title={title()}
          {...(props.words.trim() || props.archived
            ? {}
            : {
                text: 'A customer is the company that a watched Slack channel belongs to. Make one here, or while you watch a channel in the settings.',
              })}
        />
      }
    >
      <EmptyState title="The customers could not be loaded" text={props.error}>
        <Button onClick={() => props.onRetry()}>Try again</Button>
      </EmptyState>
    </Show>
  )
}

function NewCustomer(props: { open: boolean; onClose: () => void }) {
  const { api } = useConnection()
  const feed = useFeed()
  const navigate = useNavigate()
  const save = createForm(
    async (value) => {
      const customer = await api.inbox.createCustomer.mutate({ name: value('name') })
      feed.update((draft) => put(draft.customers, customer.id, customer))
      props.onClose()
      navigate(`/customers/${customer.id}`)
    },
    errorText,
    ['name'],
  )
  return (
    <Dialog open={props.open} onClose={() => props.onClose()} title="New customer">
      <form onSubmit={save.submit} class="flex flex-col gap-4">
        <Field label="Name" name="name" required maxLength={120} autocomplete="off" error={save.fieldError('name')} />
        <Alert tone="bad" text={save.error()} />
        <DialogActions>
          <Button onClick={() => props.onClose()}>Cancel</Button>
          <Button type="submit" look="primary" busy={save.busy()}>
            Make it
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
