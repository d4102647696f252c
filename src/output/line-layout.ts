/** The widths of the columns that have one; 0 leaves a column out. */
export interface LineLayout {
  readonly type: number
  readonly id: number
  readonly provider: number
  readonly size: number
  readonly duration: number
}

type Name = keyof LineLayout

/** Time, symbol and status, which are always there, with the spaces behind them. */
const always = 10 + 2 + 7

/** An id is cut at its end: with 15 columns what is left of it is mostly enough to find it by. */
const least: LineLayout = { type: 17, id: 15, provider: 9, size: 8, duration: 6 }

/** What goes first where there is no room. */
const dropOrder = ['size', 'provider', 'duration', 'id'] as const satisfies readonly Name[]

/** Where spare room goes: up to these widths, in this order. */
const growth = [
  ['type', 25],
  ['provider', 11],
  ['id', 18],
] as const satisfies Growth

/** The same once the notes have all the room that they need. A long id grows first, to be copied whole. */
const luxury = [
  ['id', 36],
  ['type', 32],
] as const satisfies Growth

type Growth = readonly (readonly [Name, number])[]

const between = 2

/** What most notes need, with the spaces in front of them. */
const enoughForNotes = 48

/**
 * How the columns of a delivery's line share out so many columns. It depends on nothing else, so that all lines are aligned;
 * about a quarter is left for the notes behind them.
 */
export function layoutFor(width: number): LineLayout {
  const notes = Math.max(8, Math.min(enoughForNotes, Math.floor(width * (width < 100 ? 0.23 : 0.26))))
  const layout = { ...least }
  const spare = (): number =>
    Object.values(layout).reduce(
      (left, column) => left - (column > 0 ? column + between : 0),
      width - always - notes,
    )
  for (const name of dropOrder) if (spare() < 0) layout[name] = 0
  if (spare() < 0) layout.type = Math.max(6, layout.type + spare())
  grow(layout, growth, spare())
  grow(layout, luxury, spare() - (enoughForNotes - notes))
  return layout
}

function grow(layout: Record<Name, number>, order: Growth, spare: number): void {
  let left = spare
  for (const [name, most] of order) {
    const more = layout[name] > 0 ? Math.max(0, Math.min(most - layout[name], left)) : 0
    layout[name] += more
    left -= more
  }
}
