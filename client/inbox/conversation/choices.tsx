import { ChevronDown } from 'lucide-solid'
import type { JSX } from 'solid-js'
import { Menu, type MenuChoice } from '../../ui/menu.tsx'

export const MENU_LOOK =
  'inline-flex h-7 max-w-44 items-center gap-1.5 rounded-md border border-line px-2 text-xs font-medium text-ink-soft transition-colors hover:bg-hover hover:text-ink data-[expanded]:bg-hover data-[expanded]:text-ink'

interface ChoicesProps {
  label: string
  value: string
  shown: string
  choices: MenuChoice[]
  onChange: (value: string) => void
  /** The icon of what is so now. */
  children: JSX.Element
}

/** Says what is so now and offers what else it may be. */
export function Choices(props: ChoicesProps) {
  return (
    <Menu
      label={`${props.label}: ${props.shown}`}
      placement="bottom-start"
      class={MENU_LOOK}
      entries={[{ type: 'choices', label: props.label, value: props.value, choices: props.choices, onChange: props.onChange }]}
      trigger={
        <>
          {props.children}
          <span class="truncate">{props.shown}</span>
          <ChevronDown size={12} class="shrink-0 text-ink-faint" aria-hidden="true" />
        </>
      }
    />
  )
}
