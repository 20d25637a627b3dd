import { Building2, ChevronDown, X } from 'lucide-solid'
import { createSignal, createUniqueId, For, Match, Show, Switch } from 'solid-js'
import type { CustomerId } from '@atrium/shared/ids.ts'
import { useConnection } from '../../realtime/connection-context.tsx'
import { useFeed } from '../../realtime/feed.tsx'
import { inputLook } from '../../ui/field.tsx'
import { createCustomerChoices } from './create-customer-choices.ts'
import { createCustomerName } from './customer-name.ts'

type CustomerChoices = ReturnType<typeof createCustomerChoices>

interface CustomerPickerProps {
  label: string
  value: CustomerId | undefined
  onChoose: (customerId: CustomerId | undefined) => void
  /** In a dialog: it is where one begins. */
  autofocus?: boolean
  class?: string
}

/** One customer out of any number, or any: type a part of the name, choose with the arrow keys and Enter, or by a click. */
export function CustomerPicker(props: CustomerPickerProps) {
  const parts = { api: useConnection().api, feed: useFeed() }
  const id = createUniqueId()
  const choices = createCustomerChoices(parts)
  const name = createCustomerName(parts, () => props.value)
  const [typed, setTyped] = createSignal<string | null>(null)
  const [lit, setLit] = createSignal(0)
  const isOpen = () => typed() !== null
  const found = () => choices.customers()
  const at = () => Math.min(lit(), found().length - 1)
  const optionId = (index: number) => `${id}-${index}`
  const open = () => {
    if (isOpen()) return
    setTyped('')
    setLit(0)
    choices.search('')
  }
  const light = (index: number) => {
    setLit(Math.max(0, Math.min(index, found().length - 1)))
    if (lit() >= found().length - 3) choices.loadMore()
    document.getElementById(optionId(lit()))?.scrollIntoView({ block: 'nearest' })
  }
  const choose = (customerId: CustomerId | undefined) => {
    setTyped(null)
    props.onChoose(customerId)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing || event.keyCode === 229) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      if (isOpen()) light(at() + step)
      else open()
    } else if (event.key === 'Enter' && isOpen()) {
      event.preventDefault()
      const customer = found()[at()]
      if (customer) choose(customer.id)
    } else if (event.key === 'Escape' && isOpen()) {
      // The list alone closes, not the dialog around it, which listens at the document: hence `on:`.
      event.stopPropagation()
      setTyped(null)
    }
  }
  return (
    <div class={`relative flex flex-col gap-1.5 ${props.class ?? ''}`}>
      <label for={id} class="text-sm font-medium text-ink">
        {props.label}
      </label>
      <span class="relative block">
        <input
          ref={(element) => props.autofocus && queueMicrotask(() => element.focus())}
          id={id}
          data-autofocus={props.autofocus ? '' : undefined}
          role="combobox"
          aria-expanded={isOpen()}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={isOpen() && found().length > 0 ? optionId(at()) : undefined}
          autocomplete="off"
          spellcheck={false}
          maxLength={120}
          placeholder={props.value ? name() : 'Any'}
          class={`h-10 truncate pr-8 ${inputLook} ${isOpen() ? '' : 'placeholder:text-ink'}`}
          value={typed() ?? name()}
          onFocus={(event) => event.currentTarget.select()}
          onClick={open}
          onInput={(event) => {
            setTyped(event.currentTarget.value)
            setLit(0)
            choices.search(event.currentTarget.value)
          }}
          on:keydown={onKeyDown}
          onBlur={() => setTyped(null)}
        />
        <Show
          when={props.value}
          fallback={
            <ChevronDown
              size={15}
              class="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-ink-faint"
              aria-hidden="true"
            />
          }
        >
          <button
            type="button"
            aria-label={`${props.label}: any`}
            onClick={() => choose(undefined)}
            class="absolute top-1/2 right-1.5 grid size-6 -translate-y-1/2 place-items-center rounded-md text-ink-faint hover:bg-hover hover:text-ink"
          >
            <X size={14} aria-hidden="true" />
          </button>
        </Show>
      </span>
      <Show when={isOpen()}>
        <Choices id={id} label={props.label} choices={choices} at={at()} onLight={setLit} onChoose={choose} />
      </Show>
    </div>
  )
}

interface ChoicesProps {
  /** Of the field; its list and its options are called after it. */
  id: string
  label: string
  choices: CustomerChoices
  at: number
  onLight: (index: number) => void
  onChoose: (customerId: CustomerId) => void
}

function Choices(props: ChoicesProps) {
  return (
    <div class="animate-fade-in absolute inset-x-0 top-full z-30 mt-1 overflow-hidden rounded-lg border border-line bg-raised shadow-raised">
      <div
        id={`${props.id}-list`}
        role="listbox"
        aria-label={props.label}
        aria-busy={props.choices.state() === 'loading'}
        class="max-h-56 overflow-y-auto p-1"
        onScroll={({ currentTarget: list }) => {
          if (list.scrollTop + list.clientHeight > list.scrollHeight - 80) props.choices.loadMore()
        }}
      >
        <For each={props.choices.customers()} fallback={<NothingFound choices={props.choices} />}>
          {(customer, index) => (
            <div
              id={`${props.id}-${index()}`}
              role="option"
              aria-selected={index() === props.at}
              class="flex h-9 cursor-pointer items-center gap-2 rounded-md px-2 text-sm"
              classList={{ 'bg-hover': index() === props.at }}
              onPointerMove={() => props.onLight(index())}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => props.onChoose(customer.id)}
            >
              <Building2 size={14} class="shrink-0 text-ink-faint" aria-hidden="true" />
              <span class="truncate text-ink">{customer.name}</span>
              <Show when={customer.archivedAt !== null}>
                <span class="ml-auto shrink-0 text-xs text-ink-faint">archived</span>
              </Show>
            </div>
          )}
        </For>
      </div>
    </div>
  )
}

function NothingFound(props: { choices: CustomerChoices }) {
  return (
    <p role="status" class="px-2 py-2 text-sm text-pretty text-ink-soft">
      <Switch fallback="Looking …">
        <Match when={props.choices.state() === 'failed'}>The customers could not be searched. {props.choices.error()}</Match>
        <Match when={props.choices.state() === 'ready'}>No customer is called that.</Match>
      </Switch>
    </p>
  )
}
