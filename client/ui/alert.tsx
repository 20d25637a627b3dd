import { Show, type JSX } from 'solid-js'

const tones = {
  bad: 'bg-bad-wash text-bad',
  warn: 'bg-warn-wash text-warn',
  good: 'bg-good-wash text-good',
  plain: 'bg-sunken text-ink-soft',
}

/** A text about what has just happened, spoken at once when it is bad. Draws nothing without a text. */
export function Alert(props: { text: JSX.Element; tone?: keyof typeof tones; class?: string }) {
  return (
    <Show when={props.text}>
      <div
        role={props.tone === 'bad' ? 'alert' : 'status'}
        class={`rounded-md px-3 py-2 text-sm ${tones[props.tone ?? 'plain']} ${props.class ?? ''}`}
      >
        {props.text}
      </div>
    </Show>
  )
}
