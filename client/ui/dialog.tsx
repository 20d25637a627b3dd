import { createMemo, lazy, Show, Suspense, type JSX } from 'solid-js'
import { pagePart } from './page-part.ts'

export interface DialogProps {
  open: boolean
  onClose: () => void
  title: string
  description?: JSX.Element
  children?: JSX.Element
  wide?: boolean
  /** It begins near the top, so that what grows in it does not move its head. */
  fromTop?: boolean
}

const DialogContent = lazy(pagePart(() => import('./dialog-content.tsx').then((module) => ({ default: module.DialogContent }))))

/** A modal question or form. Its code is loaded when one is opened for the first time. */
export function Dialog(props: DialogProps) {
  const everOpened = createMemo((before: boolean) => before || props.open, false)
  return (
    <Show when={everOpened()}>
      <Suspense>
        <DialogContent {...props} />
      </Suspense>
    </Show>
  )
}

/** The row of buttons at a dialog's end. */
export function DialogActions(props: { children: JSX.Element }) {
  return <div class="mt-5 flex flex-wrap justify-end gap-2">{props.children}</div>
}
