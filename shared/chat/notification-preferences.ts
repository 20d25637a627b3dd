/** Why a message may notify somebody. One message can have several reasons. */
export const NOTIFICATION_KINDS = [
  /** It is in a chat of certain people, thread or not: their mention chats, and those with who stands near. */
  'private',
  /** It mentions them by name in a chat of several. */
  'name',
  /** `@all`, `@here` or `@room`, and they are among those. */
  'group',
  /** A reply in a thread that they have written in, or began. */
  'thread',
  /** Anything else in the chat of a space or a room. */
  'place',
] as const
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number]

/** `app`: a toast in Atrium. `desktop`: by the system, where this browser may. */
export const NOTIFICATION_WAYS = ['app', 'desktop', 'sound'] as const
export type NotificationWay = (typeof NOTIFICATION_WAYS)[number]

export const MINUTES_A_DAY = 24 * 60

/** Every day, by what the clock in that time zone shows; `until` before `from` is on the next day. */
export interface QuietHours {
  /** In minutes after midnight, 0–1439, like `until`; the two differ. */
  from: number
  /** The first minute that is not quiet any more. */
  until: number
  /** An IANA name: Europe/Berlin. */
  timeZone: string
}

export interface NotificationPreferences {
  /** What notifies in which way. */
  ways: Record<NotificationWay, NotificationKind[]>
  quietHours: QuietHours | null
}
export interface NotificationPreferencesView extends NotificationPreferences {
  /** 0: they have chosen nothing yet. */
  rev: number
}

/** Of who has chosen nothing, and of visitors. */
export const DEFAULT_PREFERENCES: NotificationPreferencesView = {
  ways: {
    app: ['private', 'name', 'group', 'thread'],
    desktop: ['private', 'name', 'group', 'thread'],
    sound: ['private', 'name', 'group'],
  },
  quietHours: null,
  rev: 0,
}

/** Whether there is such a time zone, as far as this machine knows. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
