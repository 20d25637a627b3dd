import { createSignal, For, Show } from 'solid-js'
import type { PresenceView } from '@atrium/shared/space/views.ts'
import { emojiName } from '../../chat/emoji-palette.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Field, inputLook } from '../../ui/field.tsx'
import { endOf, LASTS, untilLabel } from './status-words.rules.ts'

const EMOJI = ['🎯', '💡', '☕', '🍕', '🤔', '🚀', '🎉', '😴', '🌱']

const AS_IT_IS = 'as-it-is'

export interface SaidInWords {
  text: string
  emoji: string | null
  until: number | null
}

/** An emoji and a few words that stand beside one's name, for a time. */
export function StatusDialog(props: {
  open: boolean
  own: PresenceView | undefined
  onClose: () => void
  onSave: (said: SaidInWords) => Promise<void>
}) {
  const [busy, setBusy] = createSignal(false)
  const save = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const valueOf = (name: string) => String(form.get(name) ?? '').trim()
    setBusy(true)
    const lasts = valueOf('status-lasts')
    const until = lasts === AS_IT_IS ? (props.own?.statusUntil ?? null) : endOf(lasts, Date.now())
    await props.onSave({ text: valueOf('status-text'), emoji: valueOf('status-emoji') || null, until })
    setBusy(false)
    props.onClose()
  }
  const chosen = () => props.own?.statusEmoji ?? ''
  const offered = () => (chosen() === '' || EMOJI.includes(chosen()) ? EMOJI : [chosen(), ...EMOJI])
  return (
    <Dialog open={props.open} onClose={props.onClose} title="What are you doing?">
      <form onSubmit={save} class="flex flex-col gap-4">
        <fieldset>
          <legend class="pb-1.5 text-sm font-medium text-ink">Emoji</legend>
          <div class="flex flex-wrap gap-1">
            <EmojiChoice value="" label="none" chosen={chosen() === ''} />
            <For each={offered()}>{(emoji) => <EmojiChoice value={emoji} label={emojiName(emoji)} chosen={chosen() === emoji} />}</For>
          </div>
        </fieldset>
        <Field
          label="Beside your name"
          name="status-text"
          value={props.own?.statusText ?? ''}
          maxLength={100}
          placeholder="In focus until three"
          hint="Leave it empty to say nothing."
          autocomplete="off"
        />
        <label class="flex flex-col gap-1.5 text-sm font-medium text-ink">
          For how long
          <select name="status-lasts" class={`h-10 font-normal ${inputLook}`}>
            <Show when={props.own?.statusUntil}>
              {(until) => <option value={AS_IT_IS}>Until {untilLabel(until(), Date.now())}</option>}
            </Show>
            <For each={LASTS}>{(choice) => <option value={choice.value}>{choice.text}</option>}</For>
          </select>
          <span class="text-xs font-normal text-ink-faint">Then you are available again, without words.</span>
        </label>
        <DialogActions>
          <Button onClick={() => props.onClose()}>Cancel</Button>
          <Button type="submit" look="primary" busy={busy()}>
            Save
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

function EmojiChoice(props: { value: string; label: string; chosen: boolean }) {
  return (
    <label class="relative grid size-9 cursor-pointer place-items-center rounded-md border border-transparent font-emoji text-lg leading-none hover:bg-hover has-[:checked]:border-accent has-[:checked]:bg-accent-wash has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-accent max-md:size-10">
      <input
        type="radio"
        name="status-emoji"
        value={props.value}
        checked={props.chosen}
        aria-label={props.label}
        class="absolute inset-0 opacity-0"
      />
      <span aria-hidden="true">{props.value || <span class="font-sans text-xs text-ink-faint">none</span>}</span>
    </label>
  )
}
