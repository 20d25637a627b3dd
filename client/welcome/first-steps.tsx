import { A } from '@solidjs/router'
import { ChevronRight, Circle, CircleCheck, X } from 'lucide-solid'
import { createUniqueId, For, Show } from 'solid-js'
import { spaceChannelOf } from '@atrium/shared/chat/place-channel.ts'
import type { FirstStepsView } from '@atrium/shared/identity/views.ts'
import { firstSpaceOf } from '../app/home-page.tsx'
import { useMe } from '../identity/session.tsx'
import { useFeed } from '../realtime/feed.tsx'
import { useCurrentSpace } from '../space/current-space.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { createFirstSteps } from './create-first-steps.ts'
import { stepsOf, type Step } from './first-steps.rules.ts'

/** For the owner of a new organization: what to do first. It is checked off by what is so, and goes when they put it away. */
export function FirstSteps(props: { class?: string }) {
  const me = useMe()
  return (
    <Show when={me().actor.role === 'owner'}>
      <Checklist class={props.class} />
    </Show>
  )
}

function Checklist(props: { class: string | undefined }) {
  const first = createFirstSteps()
  const titleId = createUniqueId()
  return (
    <Show when={first.steps()}>
      {(steps) => (
        <section
          aria-labelledby={titleId}
          class={`animate-fade-in rounded-xl border border-line bg-surface p-2 shadow-low ${props.class ?? ''}`}
        >
          <header class="flex items-center gap-1 pl-1.5">
            <h2 id={titleId} class="grow text-sm font-semibold text-ink">
              {first.isDone() ? 'You are all set' : 'First steps'}
            </h2>
            <Count steps={steps()} />
            <IconButton label="Put the first steps away" size="small" onClick={() => void first.dismiss()}>
              <X size={14} aria-hidden="true" />
            </IconButton>
          </header>
          <Steps steps={steps()} />
        </section>
      )}
    </Show>
  )
}

function Count(props: { steps: FirstStepsView }) {
  const values = () => Object.values(props.steps)
  const done = () => values().filter(Boolean).length
  return (
    <p role="status" class="text-xs text-ink-faint tabular-nums">
      <span aria-hidden="true">
        {done()}/{values().length}
      </span>
      <span class="sr-only">
        {done()} of {values().length} first steps done
      </span>
    </p>
  )
}

function Steps(props: { steps: FirstStepsView }) {
  const feed = useFeed()
  const current = useCurrentSpace()
  const chatHref = () => {
    const spaceId = current.spaceId() ?? firstSpaceOf(feed, null)
    return spaceId === null ? '/' : `/spaces/${spaceId}?chat=${spaceChannelOf(spaceId).id}`
  }
  const all = () => stepsOf(props.steps, chatHref())
  const nextTitle = () => all().find(({ done }) => !done)?.title
  return (
    <ol class="mt-1 flex flex-col gap-px">
      <For each={all()}>
        {(step) => (
          <li>
            <StepLine step={step} isNext={step.title === nextTitle()} />
          </li>
        )}
      </For>
    </ol>
  )
}

function StepLine(props: { step: Step; isNext: boolean }) {
  return (
    <A
      href={props.step.href}
      class="focus-inset group flex min-h-8 items-start gap-2 rounded-md px-1.5 py-1.5 text-sm transition-colors hover:bg-hover max-md:min-h-11 max-md:items-center"
      classList={{ 'bg-accent-wash': props.isNext }}
    >
      <Show when={props.step.done} fallback={<Circle size={16} class="mt-0.5 shrink-0 text-ink-faint" aria-hidden="true" />}>
        <CircleCheck size={16} class="mt-0.5 shrink-0 text-good" aria-hidden="true" />
      </Show>
      <span class="min-w-0 grow">
        <span
          class="block leading-5"
          classList={{ 'text-ink-faint line-through': props.step.done, 'font-medium text-ink': !props.step.done }}
        >
          {props.step.title}
          <Show when={props.step.done}>
            <span class="sr-only">, done</span>
          </Show>
        </span>
        <Show when={props.isNext}>
          <span class="block text-xs text-pretty text-ink-soft">{props.step.text}</span>
        </Show>
      </span>
      <ChevronRight size={14} class="mt-1 shrink-0 text-ink-faint max-md:mt-0" aria-hidden="true" />
    </A>
  )
}
