import * as Kobalte from '@kobalte/core/dropdown-menu'
import { Check } from 'lucide-solid'
import type { JSX } from 'solid-js'

/** A button that opens a list of actions; arrow keys, typing a letter and Escape work. */
export function Menu(props: { label: string; trigger: JSX.Element; children: JSX.Element; class?: string; placement?: 'bottom-start' | 'bottom-end' | 'top-start' | 'top-end' }) {
  return (
    <Kobalte.DropdownMenu placement={props.placement ?? 'bottom-end'} gutter={6} modal={false}>
      <Kobalte.Trigger aria-label={props.label} class={props.class}>
        {props.trigger}
      </Kobalte.Trigger>
      <Kobalte.Portal>
        <Kobalte.Content class="animate-appear z-50 min-w-52 rounded-lg border border-line bg-raised p-1 shadow-raised focus:outline-none">
          {props.children}
        </Kobalte.Content>
      </Kobalte.Portal>
    </Kobalte.DropdownMenu>
  )
}

const row = 'flex h-8 items-center gap-2.5 rounded-md px-2 text-sm text-ink outline-none select-none data-[highlighted]:bg-hover data-[disabled]:opacity-45'

export function MenuItem(props: { onSelect: () => void; icon?: JSX.Element; children: JSX.Element; disabled?: boolean }) {
  return (
    <Kobalte.Item class={row} onSelect={() => props.onSelect()} disabled={props.disabled}>
      <span class="grid size-4 place-items-center text-ink-soft">{props.icon}</span>
      {props.children}
    </Kobalte.Item>
  )
}

export function MenuChoices(props: { label: string; value: string; onChange: (value: string) => void; children: JSX.Element }) {
  return (
    <Kobalte.RadioGroup value={props.value} onChange={(value) => props.onChange(value)}>
      <Kobalte.GroupLabel class="px-2 pt-1.5 pb-1 text-xs font-medium text-ink-faint">{props.label}</Kobalte.GroupLabel>
      {props.children}
    </Kobalte.RadioGroup>
  )
}

export function MenuChoice(props: { value: string; icon?: JSX.Element; children: JSX.Element; keepOpen?: boolean }) {
  return (
    <Kobalte.RadioItem class={row} value={props.value} closeOnSelect={!props.keepOpen}>
      <span class="grid size-4 place-items-center text-ink-soft">{props.icon}</span>
      <span class="grow">{props.children}</span>
      <Kobalte.ItemIndicator>
        <Check size={14} />
      </Kobalte.ItemIndicator>
    </Kobalte.RadioItem>
  )
}

export function MenuLine() {
  return <Kobalte.Separator class="my-1 h-px border-0 bg-line" />
}
