import { theme, type ThemeChoice } from '../../ui/theme.ts'
import { ChoiceGroup } from '../parts/choice-group.tsx'
import { Line, Section } from '../parts/page.tsx'

const CHOICES: { value: ThemeChoice; text: string }[] = [
  { value: 'system', text: 'As the system' },
  { value: 'light', text: 'Light' },
  { value: 'dark', text: 'Dark' },
]

export function Appearance() {
  return (
    <Section title="Appearance" flush>
      <Line title="Theme" text="On this device.">
        <ChoiceGroup label="Theme" value={theme.choice()} options={CHOICES} onChange={(choice) => theme.choose(choice)} />
      </Line>
    </Section>
  )
}
