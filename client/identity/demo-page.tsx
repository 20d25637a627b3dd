import { A } from '@solidjs/router'
import { For } from 'solid-js'
import { Avatar } from '../ui/avatar.tsx'
import { EntranceLayout, textLink } from './entrance-layout.tsx'

/** Some of who lives in the demo organization, as db/demo/people.ts has it. */
const people = [
  { as: 'ada', name: 'Ada Lindqvist', hue: 137, text: 'Owner' },
  { as: 'ben', name: 'Ben Okafor', hue: 274, text: 'Admin' },
  { as: 'cy', name: 'Cy Tanaka', hue: 51, text: 'Member' },
  { as: 'dana', name: 'Dana Moreau', hue: 188, text: 'Member' },
]

/** Each link is a page load: the server signs in and leads on to the office. */
export function DemoPage() {
  return (
    <EntranceLayout
      title="Try Atrium"
      text="A small office with people in it. Open a second window and enter as someone else to talk to yourself."
      footer={
        <>
          Or{' '}
          <A href="/sign-up" class={textLink}>
            create an account
          </A>{' '}
          ·{' '}
          <A href="/sign-in" class={textLink}>
            sign in
          </A>
        </>
      }
    >
      <ul class="flex flex-col gap-2">
        <For each={people}>
          {(person) => (
            <li>
              <a
                href={`/api/demo/enter?as=${person.as}`}
                rel="external"
                target="_self"
                class="flex items-center gap-3 rounded-lg border border-line-strong bg-surface px-3 py-2.5 shadow-low transition-colors hover:border-accent hover:bg-hover"
              >
                <Avatar name={person.name} hue={person.hue} size={36} />
                <span class="min-w-0 grow">
                  <span class="block text-base font-medium text-ink">Enter as {person.name.split(' ')[0]}</span>
                  <span class="block text-xs text-ink-faint">
                    {person.name} · {person.text}
                  </span>
                </span>
                <span class="text-ink-faint" aria-hidden="true">
                  →
                </span>
              </a>
            </li>
          )}
        </For>
      </ul>
    </EntranceLayout>
  )
}
