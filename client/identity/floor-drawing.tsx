import { For } from 'solid-js'
import { avatarColor, initialsOf } from '../ui/avatar.rules.ts'

const people = [
  { name: 'Ada Byron', x: 190, y: 240, hue: 262 },
  { name: 'Ben Okafor', x: 262, y: 262, hue: 28 },
  { name: 'Yuki Tanaka', x: 214, y: 318, hue: 158 },
  { name: 'Mina Dahl', x: 560, y: 236, hue: 320 },
  { name: 'Luis Vega', x: 622, y: 262, hue: 205 },
  { name: 'Cy Laurent', x: 470, y: 560, hue: 92 },
]

/** A quiet picture of an office floor, in the theme's own colours. */
export function FloorDrawing() {
  return (
    <svg viewBox="-60 40 920 740" preserveAspectRatio="xMidYMid slice" class="size-full" fill="none">
      <g fill="var(--color-surface)" stroke="var(--color-line-strong)" stroke-width="2">
        <rect x="70" y="130" width="300" height="270" rx="14" />
        <rect x="450" y="130" width="280" height="220" rx="14" />
        <rect x="70" y="470" width="220" height="200" rx="14" />
        <rect x="370" y="430" width="360" height="240" rx="14" />
      </g>
      <g fill="var(--color-hover)">
        <rect x="190" y="262" width="72" height="52" rx="26" />
        <rect x="556" y="176" width="76" height="34" rx="8" />
        <rect x="106" y="510" width="110" height="36" rx="12" />
        <rect x="560" y="480" width="120" height="44" rx="10" />
        <rect x="560" y="570" width="120" height="44" rx="10" />
      </g>
      <g fill="var(--color-good-wash)" stroke="var(--color-good)" stroke-opacity="0.35" stroke-width="2">
        <circle cx="104" cy="164" r="15" />
        <circle cx="698" cy="318" r="15" />
        <circle cx="404" cy="636" r="17" />
        <circle cx="258" cy="640" r="13" />
      </g>
      <g font-size="15" font-weight="600" fill="var(--color-ink-faint)">
        <text x="140" y="172">
          Library
        </text>
        <text x="474" y="166">
          Kitchen
        </text>
        <text x="94" y="652">
          Focus
        </text>
        <text x="394" y="466">
          Studio
        </text>
      </g>
      <For each={people}>
        {(person) => (
          <g transform={`translate(${person.x} ${person.y})`}>
            <circle r="21" fill={avatarColor(person.hue)} stroke="var(--color-surface)" stroke-width="3" />
            <text y="5" text-anchor="middle" font-size="13" font-weight="600" fill="#fff">
              {initialsOf(person.name)}
            </text>
            <circle cx="15" cy="15" r="6.5" fill="var(--color-status-available)" stroke="var(--color-surface)" stroke-width="3" />
          </g>
        )}
      </For>
    </svg>
  )
}
