import type { DesktopState } from '../../chat/notifications/desktop.ts'

/** What the browser lets this page do, and what to do about it, in plain words. */
export const DESKTOP_WORDS: Record<DesktopState, string> = {
  on: 'On. Your system shows them while you look at no tab of Atrium.',
  off: 'Off. When you turn them on, your browser asks you once to allow them.',
  blocked:
    'Your browser blocks them for this site. Open the site’s settings beside the address, allow notifications there, and come back to this page.',
  unsupported:
    'This browser cannot show them here. That takes a computer and an address that begins with https. Until then messages are shown in Atrium alone.',
}

export interface Tested {
  /** The system was given one. */
  onDesktop: boolean
  sounded: boolean
  /** It is quiet time, or they do not want to be disturbed. */
  hushed: boolean
}

/** What a test notification came to. */
export function testWords({ onDesktop, sounded, hushed }: Tested): string {
  return [
    'A notification was shown in Atrium.',
    onDesktop
      ? 'Your system was given one too: when you see none, look whether its own settings let your browser show notifications.'
      : 'Your system was given none, as they are not on for this device.',
    sounded ? 'It came with a sound.' : 'The browser let it make no sound.',
    hushed ? 'Real ones stay away just now: you are on do not disturb, or it is quiet time.' : '',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ')
}
