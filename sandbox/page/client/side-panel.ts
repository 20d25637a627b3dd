import type { PageMessage } from '../page-state.ts'
import { createAppsPanel } from './apps-panel.ts'
import { h } from './dom.ts'
import { createFaultsPanel } from './faults-panel.ts'
import { icon } from './icons.ts'
import { createLogPanel, type Panel } from './log-panel.ts'
import { createThread } from './thread.ts'

export type PanelName = 'log' | 'faults' | 'apps'

interface SidePanelOptions {
  edit(message: PageMessage | undefined): void
  changed(open: PanelName | 'thread' | undefined): void
  closed(last: PanelName | 'thread'): void
  armed(count: number): void
}

/** Beside the conversation: a thread, the log, the faults or the apps, one at a time. */
export function createSidePanel({ edit, changed, closed, armed }: SidePanelOptions) {
  const panels: Record<PanelName, Panel> = { log: createLogPanel(), faults: createFaultsPanel(armed), apps: createAppsPanel() }
  const title = h('h2')
  const body = h('div', { class: 'panel-part' })
  const closing = h('button', { type: 'button', class: 'icon-button', on: { click: () => close() } }, icon('close'))
  const element = h('aside', { class: 'panel', hidden: true }, h('header', { class: 'title' }, title, closing), body)
  let open: PanelName | 'thread' | undefined
  let thread: ReturnType<typeof createThread> | undefined
  let threadTs = ''

  const show = (next: typeof open, label: string, content?: HTMLElement) => {
    open = next
    element.hidden = next === undefined
    element.setAttribute('aria-label', label)
    element.dataset.panel = next ?? ''
    title.textContent = label
    closing.setAttribute('aria-label', `Close ${label.toLowerCase()}`)
    body.replaceChildren(...(content ? [content] : []))
    changed(next)
  }
  const forgetThread = () => {
    thread = undefined
    threadTs = ''
  }
  const leave = () => {
    forgetThread()
    show(undefined, '')
  }
  const close = () => {
    const last = open
    if (!last) return
    leave()
    closed(last)
  }

  return {
    element,
    close,
    draw: () => thread?.draw(),
    focusThread: () => thread?.focus(),
    /** Another panel stays open when there is no thread to show. */
    showThread(ts: string) {
      if (ts && ts !== threadTs) {
        threadTs = ts
        thread = createThread(ts, edit)
        show('thread', 'Thread', thread.element)
      } else if (!ts && open === 'thread') leave()
      if (open === 'thread') thread?.draw()
    },
    toggle(name: PanelName) {
      if (open === name) return close()
      forgetThread()
      show(name, panels[name].title, panels[name].element)
      void panels[name].refresh()
      element.querySelector<HTMLElement>('input, select, textarea, button')?.focus()
    },
    /** The log has grown, or what is set to go wrong is used up. */
    logged() {
      void panels.faults.refresh()
      if (open === 'log') void panels.log.refresh()
    },
    /** Anything else has changed. */
    changed() {
      if (open === 'apps') void panels.apps.refresh()
    },
  }
}
