/** Puts a view in its place unless a newer one is there. */
export function put<T extends { rev: number }>(table: Record<string, T>, key: string, view: T): void {
  const known = table[key]
  if (!known) table[key] = view
  else if (known.rev <= view.rev) Object.assign(known, view)
}

/** Inserts by id, since ids sort by time, or takes the newer of two versions. */
export function putInOrder<T extends { id: string; rev?: number }>(list: T[], view: T): void {
  let index = list.length
  while (index > 0 && (list[index - 1]?.id ?? '') > view.id) index -= 1
  const known = list[index - 1]
  if (known?.id !== view.id) list.splice(index, 0, view)
  else if ((known.rev ?? 1) <= (view.rev ?? 1)) Object.assign(known, view)
}
