import { createSignal, lazy, Show, Suspense, type JSX } from 'solid-js'
import { pagePart } from './page-part.ts'

export interface MenuChoice {
  value: string
  text: string
  icon?: () => JSX.Element
}
export type MenuEntry =
  | { type: 'item'; text: string; icon?: () => JSX.Element; disabled?: boolean; onSelect: () => void }
  /** One of several. `keepOpen`: what it changes is seen behind the menu. */
  | { type: 'choices'; label: string; value: string; choices: MenuChoice[]; keepOpen?: boolean; onChange: (value: string) => void }
  | { type: 'line' }

export interface MenuProps {
  /** Added to what the button shows, for those who do not see it. */
  label: string
  trigger: JSX.Element
  entries: MenuEntry[]
  class?: string
  placement?: 'bottom-start' | 'bottom-end' | 'top-start' | 'top-end'
}

const load = pagePart(() => import('./menu-content.tsx').then((module) => ({ default: module.MenuContent })))
const MenuContent = lazy(load)

/** A button that opens a list of actions. Its code comes when a pointer or the focus first reaches the button. */
export function Menu(props: MenuProps) {
  const [wanted, setWanted] = createSignal(false)
  const button = () => (
    <button
      type="button"
      aria-haspopup="menu"
      aria-expanded="false"
      class={props.class}
      onPointerEnter={() => void load()}
      onFocus={() => void load()}
      onClick={() => setWanted(true)}
    >
      {props.trigger}
      <span class="sr-only">{props.label}</span>
    </button>
  )
  return (
    <Show when={wanted()} fallback={button()}>
      <Suspense fallback={button()}>
        <MenuContent {...props} />
      </Suspense>
    </Show>
  )
}
