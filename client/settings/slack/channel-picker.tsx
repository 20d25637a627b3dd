import { Hash, Lock } from 'lucide-solid'
import { createMemo, createSignal, createUniqueId, For, Show } from 'solid-js'
import type { SlackChannelView } from '@atrium/shared/slack/views.ts'
import { inputLook } from '../../ui/field.tsx'
import { findChannels } from './channel.rules.ts'

/** A workspace may have thousands: the rest is found by typing. */
const SHOWN = 50

/** One channel out of many: type a part of its name, choose with the arrow keys and Enter, or by a click. */
export function ChannelPicker(props: {
  label: string
  channels: readonly SlackChannelView[]
  /** Of the chosen channel. */
  value: string | null
  onChoose: (channel: SlackChannelView) => void
  error?: string | undefined
}) {
  const id = createUniqueId()
  const [typed, setTyped] = createSignal<string | null>(null)
  const [lit, setLit] = createSignal(0)
  const chosen = () => props.channels.find((channel) => channel.channelId === props.value)
  const found = createMemo(() => findChannels(props.channels, typed() ?? ''))
  const shown = () => found().slice(0, SHOWN)
  const open = () => typed() !== null
  const optionId = (index: number) => `${id}-${index}`
  const light = (index: number) => {
    setLit(Math.max(0, Math.min(index, shown().length - 1)))
    document.getElementById(optionId(lit()))?.scrollIntoView({ block: 'nearest' })
  }
  const choose = (channel: SlackChannelView | undefined) => {
    setTyped(null)
    if (channel) props.onChoose(channel)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      if (open()) light(lit() + step)
      else setTyped('')
    } else if (event.key === 'Enter' && open()) {
      event.preventDefault()
      choose(shown()[lit()])
    } else if (event.key === 'Escape' && open()) {
      // The list alone closes, not the dialog around it, which listens at the document: hence `on:`.
      event.stopPropagation()
      setTyped(null)
    }
  }
  return (
    <div class="relative flex flex-col gap-1.5">
      <label for={id} class="text-sm font-medium text-ink">
        {props.label}
      </label>
      <input
        id={id}
        role="combobox"
        aria-expanded={open()}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={open() && shown().length > 0 ? optionId(lit()) : undefined}
        aria-invalid={props.error ? 'true' : undefined}
        aria-describedby={props.error ? `${id}-error` : undefined}
        autocomplete="off"
        spellcheck={false}
        placeholder="Type a part of its name"
        class={`h-10 ${inputLook}`}
        value={typed() ?? (chosen() ? nameOf(chosen()!) : '')}
        onFocus={(event) => event.currentTarget.select()}
        onClick={() => setTyped((known) => known ?? '')}
        onInput={(event) => {
          setTyped(event.currentTarget.value)
          setLit(0)
        }}
        on:keydown={onKeyDown}
        onBlur={() => setTyped(null)}
      />
      <Show when={open()}>
        <div class="animate-fade-in absolute inset-x-0 top-full z-30 mt-1 overflow-hidden rounded-lg border border-line bg-raised shadow-raised">
          <div id={`${id}-list`} role="listbox" aria-label={props.label} class="max-h-56 overflow-y-auto p-1">
            <For each={shown()} fallback={<NothingFound />}>
              {(channel, index) => (
                <div
                  id={optionId(index())}
                  role="option"
                  aria-selected={index() === lit()}
                  class="flex h-9 cursor-pointer items-center gap-2 rounded-md px-2 text-sm"
                  classList={{ 'bg-hover': index() === lit() }}
                  onPointerMove={() => setLit(index())}
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={() => choose(channel)}
                >
                  <span class="text-ink-faint" aria-hidden="true">
                    {channel.isPrivate ? <Lock size={13} /> : <Hash size={13} />}
                  </span>
                  <span class="truncate text-ink">{channel.name}</span>
                  <Show when={!channel.isMember}>
                    <span class="ml-auto shrink-0 text-xs text-ink-faint">bot not invited</span>
                  </Show>
                </div>
              )}
            </For>
          </div>
          <Show when={found().length > SHOWN}>
            <p role="status" class="border-t border-line px-3 py-1.5 text-xs text-ink-faint">
              {SHOWN} of {found().length.toLocaleString()} channels. Type to find the others.
            </p>
          </Show>
        </div>
      </Show>
      <Show when={props.error}>
        <p id={`${id}-error`} class="text-xs text-bad">
          {props.error}
        </p>
      </Show>
    </div>
  )
}

function NothingFound() {
  return (
    <p class="px-2 py-2 text-sm text-pretty text-ink-soft">
      No channel is called that. A private one appears once the app was invited: type /invite @Atrium there, then refresh the list.
    </p>
  )
}

function nameOf(channel: SlackChannelView): string {
  return `${channel.isPrivate ? '' : '#'}${channel.name}`
}
