import { createEffect, createSignal, on } from 'solid-js'
import { fitHeight } from '../../ui/auto-grow.ts'
import type { ComposerProps } from './composer.tsx'
import { complete, createMentionPicker, keyForList, type Suggestion } from './create-mention-picker.ts'
import { optionId } from './mention-list.tsx'

/** What the composer's keys and buttons do. `area` is given once it stands in the page. */
export function createComposer(props: ComposerProps, listId: string) {
  const picker = createMentionPicker({ people: () => props.people, groups: () => props.groups })
  const [asking, setAsking] = createSignal(false)
  let area: HTMLTextAreaElement | undefined

  const look = () => area && picker.look(area.value, area.selectionStart)
  const write = (text: string, caret: number) => {
    props.draft.setText(text)
    if (!area) return
    area.value = text
    area.setSelectionRange(caret, caret)
    fitHeight(area)
    area.focus()
    look()
  }
  const pick = (suggestion: Suggestion) => {
    const query = picker.query()
    if (!query || !area) return
    const name = suggestion.kind === 'person' ? suggestion.entry.name : suggestion.group
    if (suggestion.kind === 'person') props.onPicked(suggestion.entry)
    const { text, caret } = complete(area.value, query, name)
    write(text, caret)
    picker.dismiss()
  }
  const isEmpty = () => props.draft.text().trim() === '' && props.attachments.isEmpty()
  const maySend = () => props.notice?.blocked !== true && props.attachments.isReady() && !isEmpty()
  const send = (confirmed: boolean) => {
    if (!maySend()) return
    setAsking(props.notice?.confirm === true && !confirmed)
    if (asking()) return
    props.onSend(props.draft.text().trim(), props.attachments.take())
    write('', 0)
  }
  createEffect(
    on(picker.active, (active) => document.getElementById(optionId(listId, active))?.scrollIntoView({ block: 'nearest' }), { defer: true }),
  )
  return {
    picker,
    asking,
    keepWriting: () => setAsking(false),
    pick,
    maySend,
    send,
    look,
    attach(element: HTMLTextAreaElement) {
      area = element
      element.value = props.draft.text()
      fitHeight(element)
      if (props.autofocus) element.focus()
    },
    typed() {
      if (!area) return
      props.draft.setText(area.value)
      fitHeight(area)
      look()
    },
    startMention() {
      const { selectionStart: caret, value } = area ?? { selectionStart: 0, value: '' }
      const gap = caret > 0 && !/\s/.test(value.charAt(caret - 1)) ? ' @' : '@'
      write(value.slice(0, caret) + gap + value.slice(caret), caret + gap.length)
    },
    onKeyDown(event: KeyboardEvent) {
      // While an input method composes, its keys are its own; 229 is how older ones say so.
      if (event.isComposing || event.keyCode === 229) return
      if (picker.open() && keyForList(picker, event, pick)) return event.preventDefault()
      if (event.key === 'ArrowUp' && area?.value === '' && props.onEditLast()) return event.preventDefault()
      if (event.key !== 'Enter' || event.shiftKey || event.altKey) return
      event.preventDefault()
      send(false)
    },
  }
}
