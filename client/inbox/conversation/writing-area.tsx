import { createEffect, createUniqueId, on, onMount, Show } from 'solid-js'
import { complete, keyForList, type Suggestion } from '../../chat/composer/create-mention-picker.ts'
import { MentionList, optionId } from '../../chat/composer/mention-list.tsx'
import { fitHeight } from '../../ui/auto-grow.ts'
import type { Writing } from '../inbox-context.tsx'
import type { Draft } from './create-draft.ts'
import type { NoteMentions } from './create-note-mentions.ts'

interface WritingAreaProps {
  kind: Writing
  describedBy: string
  placeholder: string
  draft: Draft
  /** In a note, `@` offers teammates; a customer is called by nobody's name. */
  mentions: NoteMentions | null
  onElement: (element: HTMLTextAreaElement) => void
  onTyped: (text: string) => void
  onSend: (event: Event) => void
}

/** Where a reply or a note is written. */
export function WritingArea(props: WritingAreaProps) {
  const listId = createUniqueId()
  let element!: HTMLTextAreaElement
  const picker = () => props.mentions?.picker
  const isOpen = () => picker()?.open() ?? false
  const look = () => picker()?.look(element.value, element.selectionStart)
  onMount(() => {
    element.value = props.draft.text()
    fitHeight(element)
  })
  const typed = () => {
    props.draft.setText(element.value)
    fitHeight(element)
    props.onTyped(element.value)
    look()
  }
  const pick = (suggestion: Suggestion) => {
    const query = picker()?.query()
    if (!query || suggestion.kind !== 'person') return
    props.mentions?.onPicked(suggestion.entry)
    const { text, caret } = complete(element.value, query, suggestion.entry.name)
    element.value = text
    element.setSelectionRange(caret, caret)
    element.focus()
    typed()
    picker()?.dismiss()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, its keys are its own; 229 is how older ones say so.
    if (event.isComposing || event.keyCode === 229) return
    const shown = picker()
    const isSending = event.key === 'Enter' && (event.ctrlKey || event.metaKey)
    if (shown && isOpen() && !isSending && keyForList(shown, event, pick)) {
      event.preventDefault()
      event.stopPropagation()
    } else if (isSending) props.onSend(event)
    else if (event.key === 'Escape') element.blur()
  }
  createEffect(
    on(
      () => picker()?.active(),
      (active) => active !== undefined && document.getElementById(optionId(listId, active))?.scrollIntoView({ block: 'nearest' }),
      { defer: true },
    ),
  )
  return (
    <div class="relative">
      <Show when={isOpen() && picker()}>{(shown) => <MentionList id={listId} picker={shown()} onPick={pick} />}</Show>
      <textarea
        ref={(made) => {
          element = made
          props.onElement(made)
        }}
        rows={2}
        aria-label={props.kind === 'reply' ? 'Reply' : 'Note'}
        aria-describedby={props.describedBy}
        aria-autocomplete={props.mentions ? 'list' : undefined}
        aria-haspopup={props.mentions ? 'listbox' : undefined}
        aria-controls={isOpen() ? listId : undefined}
        aria-activedescendant={isOpen() ? optionId(listId, picker()?.active() ?? 0) : undefined}
        placeholder={props.placeholder}
        maxLength={12_000}
        class="block max-h-56 min-h-14 w-full resize-none bg-transparent px-3 py-2 text-base text-ink outline-none max-md:text-lg"
        onInput={typed}
        onKeyDown={onKeyDown}
        onKeyUp={look}
        onClick={look}
        onBlur={() => picker()?.dismiss()}
      />
    </div>
  )
}
