import { h } from './dom.ts'
import { readManifest } from './read-manifest.ts'
import type { Json } from './rich-text.ts'

interface ManifestForm {
  title: string
  manifest: Json
  button: string
  /** @returns the error that the sandbox answered, if any */
  submit(manifest: Json): Promise<string | undefined>
}

/** An app's manifest, to be written; what is wrong with it stands below. */
export function createManifestForm({ title, manifest, button, submit }: ManifestForm): HTMLFormElement {
  const text = h('textarea', { rows: 10, spellcheck: 'false', class: 'code', 'data-focus': 'manifest' }, JSON.stringify(manifest, null, 2))
  const problem = h('p', { class: 'error', role: 'alert' })
  const form = h(
    'form',
    { class: 'stack' },
    h('h3', {}, title),
    h('label', { class: 'form-field' }, h('span', {}, 'Manifest (JSON, as Slack takes it)'), text),
    problem,
    h('button', { type: 'submit', class: 'primary' }, button),
  )
  const send = async () => {
    try {
      const error = await submit(readManifest(text.value))
      problem.textContent = error ? `The sandbox refused it: ${error}. Compare it with Slack's reference of app manifests.` : ''
    } catch (error) {
      problem.textContent = (error as Error).message
    }
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void send()
  })
  return form
}
