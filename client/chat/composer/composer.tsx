import { ArrowUp, AtSign, Lock } from 'lucide-solid'
import { createEffect, createSignal, createUniqueId, on, onMount, Show } from 'solid-js'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { fitHeight } from '../../ui/auto-grow.ts'
import type { Draft } from '../drafts.ts'
import type { MentionablePerson } from '../chat-context.tsx'
import { complete, createMentionPicker, type Suggestion } from './create-mention-picker.ts'
import { MentionList, optionId } from './mention-list.tsx'
import type { Notice } from './notice.rules.ts'

export interface ComposerProps {
  draft: Draft
  placeholder: string
  people: MentionablePerson[]
  /** @all, @here and @room are offered. */
  groups: boolean
  notice: Notice | null
  /** Somebody was picked from the list; two people may have one name. */
  onPicked: (person: MentionablePerson) => void
  onSend: (text: string) => void
  autofocus?: boolean
}

export function Composer(props: ComposerProps) {
  const id = createUniqueId()
  const listId = `${id}-people`
  const picker = createMentionPicker({ people: () => props.people, groups: () => props.groups })
  const [asking, setAsking] = createSignal(false)
  let area!: HTMLTextAreaElement

  const look = () => picker.look(area.value, area.selectionStart)
  const setText = (text: string, caret: number) => {
    props.draft.setText(text)
    area.value = text
    area.setSelectionRange(caret, caret)
    fitHeight(area)
    look()
  }
  const pick = (suggestion: Suggestion) => {
    const query = picker.query()
    if (!query) return
    const name = suggestion.kind === 'person' ? suggestion.entry.name : suggestion.group
    if (suggestion.kind === 'person') props.onPicked(suggestion.entry)
    const { text, caret } = complete(area.value, query, name)
    setText(text, caret)
    picker.dismiss()
    area.focus()
  }
  const startMention = () => {
    const { selectionStart: caret, value } = area
    const gap = caret > 0 && !/\s/.test(value.charAt(caret - 1)) ? ' @' : '@'
    setText(value.slice(0, caret) + gap + value.slice(caret), caret + gap.length)
    area.focus()
  }
  const send = (confirmed: boolean) => {
    const text = props.draft.text().trim()
    if (text === '') return
    if (props.notice?.confirm && !confirmed) return void setAsking(true)
    setAsking(false)
    props.onSend(text)
    setText('', 0)
    area.focus()
  }
  const pickByKey = (event: KeyboardEvent): boolean => {
    const lit = picker.suggestions()[picker.active()]
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') picker.move(event.key === 'ArrowDown' ? 1 : -1)
    else if (event.key === 'Escape') picker.dismiss()
    else if ((event.key === 'Enter' || event.key === 'Tab') && lit && !event.shiftKey) pick(lit)
    else return false
    return true
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, its keys are its own; 229 is how older ones say so.
    if (event.isComposing || event.keyCode === 229) return
    if (picker.open() && pickByKey(event)) return event.preventDefault()
    if (event.key !== 'Enter' || event.shiftKey || event.altKey) return
    event.preventDefault()
    send(false)
  }
  onMount(() => {
    area.value = props.draft.text()
    fitHeight(area)
    if (props.autofocus) area.focus()
  })
  createEffect(
    on(picker.active, (active) => document.getElementById(optionId(listId, active))?.scrollIntoView({ block: 'nearest' }), { defer: true }),
  )

  return (
    <div class="px-3 pb-3">
      <NoticeLine id={`${id}-notice`} notice={props.notice} />
      <div class="relative rounded-xl border border-control bg-surface shadow-low transition-colors focus-within:border-accent focus-within:ring-1 focus-within:ring-accent">
        <Show when={picker.open()}>
          <MentionList id={listId} picker={picker} onPick={pick} />
        </Show>
        <textarea
          ref={area}
          rows={1}
          aria-label="Message"
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={picker.open() ? listId : undefined}
          aria-activedescendant={picker.open() ? optionId(listId, picker.active()) : undefined}
          aria-describedby={props.notice ? `${id}-notice` : undefined}
          placeholder={props.placeholder}
          maxLength={12_000}
          class="block max-h-48 w-full resize-none bg-transparent px-3 pt-2.5 pb-1 text-base text-ink outline-none max-md:text-lg"
          onInput={() => {
            props.draft.setText(area.value)
            fitHeight(area)
            look()
          }}
          onKeyDown={onKeyDown}
          onKeyUp={look}
          onClick={look}
          onBlur={() => picker.dismiss()}
        />
        <div class="flex items-center justify-between px-1.5 pb-1.5">
          <button type="button" aria-label="Mention someone" onClick={startMention} class="grid size-8 place-items-center rounded-lg text-ink-faint hover:bg-hover hover:text-ink">
            <AtSign size={16} />
          </button>
          <button
            type="button"
            aria-label="Send"
            disabled={props.draft.text().trim() === ''}
            onClick={() => send(false)}
            class="grid size-8 place-items-center rounded-lg bg-accent text-on-accent transition-colors hover:bg-[color-mix(in_oklab,var(--color-accent)_88%,black)] disabled:bg-hover disabled:text-ink-faint"
          >
            <ArrowUp size={17} stroke-width={2.4} />
          </button>
        </div>
      </div>
      <Dialog open={asking()} onClose={() => setAsking(false)} title="Notify this many people?" description={props.notice?.text}>
        <DialogActions>
          <Button onClick={() => setAsking(false)}>Keep writing</Button>
          <Button look="primary" onClick={() => send(true)}>
            Send and notify
          </Button>
        </DialogActions>
      </Dialog>
    </div>
  )
}

function NoticeLine(props: { id: string; notice: Notice | null }) {
  return (
    <div role="status" class="contents">
      <Show when={props.notice}>
        {(notice) => (
          <p id={props.id} class="animate-fade-in flex items-start gap-1.5 px-1 pb-1.5 text-xs text-ink-soft">
            <Lock size={12} class="mt-[3px] shrink-0" aria-hidden="true" />
            {notice().text}
          </p>
        )}
      </Show>
    </div>
  )
}
