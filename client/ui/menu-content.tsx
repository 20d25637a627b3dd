import * as Kobalte from '@kobalte/core/dropdown-menu'
import { Check } from 'lucide-solid'
import { Index, Match, Show, Switch } from 'solid-js'
import type { MenuChoice, MenuEntry, MenuProps } from './menu.tsx'

const row =
  'flex h-8 items-center gap-2.5 rounded-md px-2 text-sm text-ink outline-none select-none data-[highlighted]:bg-hover data-[disabled]:opacity-45 max-md:h-10'

/** The menu itself, open from the start: it is made when its button is pressed for the first time. */
export function MenuContent(props: MenuProps) {
  return (
    <Kobalte.DropdownMenu placement={props.placement ?? 'bottom-end'} gutter={6} modal={false} defaultOpen>
      <Kobalte.Trigger class={props.class}>
        {props.trigger}
        <span class="sr-only">{props.label}</span>
      </Kobalte.Trigger>
      <Kobalte.Portal>
        <Kobalte.Content class="animate-appear z-50 max-h-[min(26rem,var(--kb-popper-content-available-height))] min-w-52 overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-raised focus:outline-none">
          <Index each={props.entries}>{(entry) => <Entry entry={entry()} />}</Index>
        </Kobalte.Content>
      </Kobalte.Portal>
    </Kobalte.DropdownMenu>
  )
}

function Entry(props: { entry: MenuEntry }) {
  const item = () => (props.entry.type === 'item' ? props.entry : undefined)
  const choices = () => (props.entry.type === 'choices' ? props.entry : undefined)
  return (
    <Switch fallback={<Kobalte.Separator class="my-1 h-px border-0 bg-line" />}>
      <Match when={item()}>
        {(known) => (
          <Kobalte.Item class={row} onSelect={() => known().onSelect()} disabled={known().disabled ?? false}>
            <Icon icon={known().icon} />
            {known().text}
          </Kobalte.Item>
        )}
      </Match>
      <Match when={choices()}>
        {(known) => (
          <Kobalte.RadioGroup value={known().value} onChange={(value) => known().onChange(value)}>
            <Kobalte.GroupLabel class="block px-2 pt-1.5 pb-1 text-xs font-medium text-ink-faint">{known().label}</Kobalte.GroupLabel>
            <Index each={known().choices}>{(choice) => <Choice choice={choice()} keepOpen={known().keepOpen ?? false} />}</Index>
          </Kobalte.RadioGroup>
        )}
      </Match>
    </Switch>
  )
}

function Choice(props: { choice: MenuChoice; keepOpen: boolean }) {
  return (
    <Kobalte.RadioItem class={row} value={props.choice.value} closeOnSelect={!props.keepOpen}>
      <Icon icon={props.choice.icon} />
      <span class="grow">{props.choice.text}</span>
      <Kobalte.ItemIndicator>
        <Check size={14} />
      </Kobalte.ItemIndicator>
    </Kobalte.RadioItem>
  )
}

function Icon(props: { icon: MenuChoice['icon'] }) {
  return <Show when={props.icon}>{(icon) => <span class="grid size-4 place-items-center text-ink-soft">{icon()()}</span>}</Show>
}
