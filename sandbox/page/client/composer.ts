import { h } from './dom.ts'
import { icon } from './icons.ts'
import { createSuggestions, type Suggestion } from './suggestions.ts'

export interface Composed {
  text: string
  files: { name: string; content: string; encoding: 'base64'; mimetype: string }[]
}

export interface ComposerOptions {
  label: string
  /** What was typed here before and not sent. */
  draft?: string
  suggest(text: string): Suggestion[]
  keepDraft(text: string): void
  /** @returns what went wrong, if anything; the text then stays. */
  send(message: Composed): Promise<string | undefined>
}

const toBase64 = async (file: File): Promise<string> => {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}

const readFiles = (files: FileList | null): Promise<Composed['files']> =>
  Promise.all(
    [...(files ?? [])].map(async (file) => ({
      name: file.name,
      content: await toBase64(file),
      encoding: 'base64' as const,
      mimetype: file.type || 'application/octet-stream',
    })),
  )

const listed = (files: FileList | null): string => [...(files ?? [])].map(({ name }) => name).join(', ')

export interface Composer {
  element: HTMLFormElement
  /** What can be meant has changed. */
  refresh(): void
}

/** Where one writes. Enter sends, Shift+Enter breaks the line. Typed brackets and ampersands are sent as text, as Slack's client does. */
export function createComposer({ label, draft = '', suggest, keepDraft, send }: ComposerOptions): Composer {
  const text = h('textarea', { 'aria-label': label, placeholder: label, rows: 1 }, draft)
  const attach = h('input', { type: 'file', multiple: true, 'aria-label': 'Attach files', class: 'attach-input' })
  const chosen = h('span', { class: 'chosen-files' })
  const problem = h('p', { class: 'error', role: 'alert' })
  const suggestions = createSuggestions(text, suggest)
  const form = h(
    'form',
    { class: 'composer' },
    suggestions.element,
    h(
      'div',
      { class: 'composer-box' },
      text,
      h(
        'div',
        { class: 'composer-row' },
        h('label', { class: 'icon-button', title: 'Attach files' }, icon('clip'), attach),
        chosen,
        h('button', { type: 'submit', class: 'send', 'aria-label': 'Send', title: 'Send (Enter)' }, icon('send')),
      ),
    ),
    problem,
  )
  const submit = async () => {
    const message = { text: text.value.trim(), files: await readFiles(attach.files) }
    if (!message.text && message.files.length === 0) return
    const typed = text.value
    text.value = ''
    problem.textContent = (await send(message)) ?? ''
    if (problem.textContent) {
      text.value ||= typed
      return
    }
    attach.value = ''
    chosen.textContent = ''
    keepDraft(text.value)
  }
  attach.addEventListener('change', () => (chosen.textContent = listed(attach.files)))
  text.addEventListener('input', () => keepDraft(text.value))
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void submit()
  })
  text.addEventListener('keydown', (event) => {
    if (suggestions.takesKey(event) || event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    void submit()
  })
  return { element: form, refresh: () => suggestions.refresh() }
}
