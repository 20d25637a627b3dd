import { h } from './dom.ts'

export interface Composed {
  text: string
  files: { name: string; content: string; encoding: 'base64'; mimetype: string }[]
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

/** Where one writes. Enter sends, Shift+Enter breaks the line. Typed brackets and ampersands are sent as text, as Slack's client does. */
export function createComposer(label: string, send: (message: Composed) => Promise<string | undefined>): HTMLFormElement {
  const text = h('textarea', { 'aria-label': label, placeholder: label, rows: 1 })
  const attach = h('input', { type: 'file', multiple: true, 'aria-label': 'Attach files' })
  const problem = h('p', { class: 'error', role: 'alert' })
  const form = h(
    'form',
    { class: 'composer' },
    text,
    h('div', { class: 'composer-row' }, attach, h('button', { type: 'submit', class: 'primary' }, 'Send')),
    problem,
  )
  const submit = async () => {
    const files = await readFiles(attach.files)
    const value = text.value.trim()
    if (!value && files.length === 0) return
    text.value = ''
    attach.value = ''
    problem.textContent = (await send({ text: value, files })) ?? ''
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void submit()
  })
  text.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    void submit()
  })
  return form
}
