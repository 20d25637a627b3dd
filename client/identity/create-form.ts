import { createSignal, type Accessor } from 'solid-js'
import { fieldErrorsOf } from '../realtime/error-text.ts'

/**
 * A form that is sent once at a time: `busy` meanwhile, afterwards words about what went wrong: `fieldError` beside a field of `fields`,
 * else `error`.
 */
export function createForm(
  send: (values: (name: string) => string) => Promise<void>,
  textOf: (error: unknown) => string,
  fields: readonly string[] = [],
) {
  const [busy, setBusy] = createSignal(false)
  const [error, setError] = createSignal('')
  const [fieldErrors, setFieldErrors] = createSignal<Record<string, string>>({})
  const fail = (thrown: unknown) => {
    const known = Object.entries(fieldErrorsOf(thrown)).filter(([name]) => fields.includes(name))
    setFieldErrors(Object.fromEntries(known))
    if (known.length === 0) setError(textOf(thrown))
  }
  const submit = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    if (busy()) return
    const form = event.currentTarget
    const data = new FormData(form)
    const value = (name: string) => {
      const entry = data.get(name)
      return typeof entry === 'string' ? (name.toLowerCase().includes('password') ? entry : entry.trim()) : ''
    }
    setBusy(true)
    setError('')
    setFieldErrors({})
    try {
      await send(value)
    } catch (thrown) {
      fail(thrown)
    } finally {
      setBusy(false)
      focusFirstWrong(form)
    }
  }
  return { busy: busy as Accessor<boolean>, error: error as Accessor<string>, fieldError: (name: string) => fieldErrors()[name], submit }
}

/** Where the person has to go on. */
function focusFirstWrong(form: HTMLFormElement): void {
  form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'That did not work. Try again.'
}
