/** Files of one message at most. */
export const MOST_FILES = 10
/** Of a file's name, in UTF-16 code units. */
export const LONGEST_FILE_NAME = 255
/** Images that browsers show and that are shown here; every other file is only handed out to be kept. */
export const SHOWN_IMAGES: readonly string[] = ['image/png', 'image/jpeg', 'image/gif', 'image/webp']
