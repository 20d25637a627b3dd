import { createSignal, type Accessor } from 'solid-js'

/** A form that is sent once at a time: `busy` meanwhile, `error` in words afterwards. */
export function createForm(send: (values: (name: string) => string) => Promise<void>, textOf: (error: unknown) => string) {
  const [busy, setBusy] = createSignal(false)
  const [error, setError] = createSignal('')
  const submit = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    if (busy()) return
    const data = new FormData(event.currentTarget)
    const value = (name: string) => {
      const entry = data.get(name)
      return typeof entry === 'string' ? (name.toLowerCase().includes('password') ? entry : entry.trim()) : ''
    }
    setBusy(true)
    setError('')
    try {
      await send(value)
    } catch (thrown) {
      setError(textOf(thrown))
    } finally {
      setBusy(false)
    }
  }
  return { busy: busy as Accessor<boolean>, error: error as Accessor<string>, submit }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'That did not work. Try again.'
}
