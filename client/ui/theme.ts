import { createRoot, createSignal, onCleanup } from 'solid-js'
import { readStored, writeStored } from './stored.ts'

export const THEME_CHOICES = ['system', 'light', 'dark'] as const
export type ThemeChoice = (typeof THEME_CHOICES)[number]

/** The person's choice on this device, and what it comes to now; the palette itself is in tokens.css. */
export const theme = createRoot(() => {
  const system = matchMedia('(prefers-color-scheme: dark)')
  const [systemDark, setSystemDark] = createSignal(system.matches)
  const follow = (event: MediaQueryListEvent) => setSystemDark(event.matches)
  system.addEventListener('change', follow)
  onCleanup(() => system.removeEventListener('change', follow))
  const [choice, setChoice] = createSignal<ThemeChoice>(storedChoice())
  apply(choice())
  return {
    choice,
    dark: () => (choice() === 'system' ? systemDark() : choice() === 'dark'),
    choose(next: ThemeChoice) {
      writeStored('theme', next)
      setChoice(next)
      apply(next)
    },
  }
})

function storedChoice(): ThemeChoice {
  const stored = readStored('theme')
  return THEME_CHOICES.find((known) => known === stored) ?? 'system'
}

function apply(choice: ThemeChoice): void {
  if (choice === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = choice
}
