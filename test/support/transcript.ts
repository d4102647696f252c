import type { Lasting } from './session.ts'
import { session } from './session.ts'

/** A line that was typed, with the lines that were then shown. */
interface Typed {
  readonly line: string
  readonly shown: readonly string[]
}

const consoleBlock = /(?<=^```console\n)[\s\S]*?(?=^```$)/gm
const notRun = /<!-- not run[^>]*-->\n+```console\n$/
const lasts = /^hooks (listen|deliveries tail|sandbox (?!advance|emit|state))\b/
const ctrlC = '^C'
/** Stands for lines that are left out. */
const gap = '…'
const id = /\b(?:(?:evt|dlv)_\w{8,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b(?!…)/g

/**
 * A text of which every console block shows what its commands really print, typed from top to bottom at one machine. A block
 * with a command that lasts runs along with the block behind it. A line of `…` stands for what is left out, and a block
 * below a comment that begins with `not run` stays as it is. Ids in commands are those that the commands before them gave.
 *
 * @param servers what listens at which port, beside the commands themselves
 */
export async function rendered(text: string, servers: Readonly<Record<number, string>>): Promise<string> {
  const isRun = (offset: number): boolean => !notRun.test(text.slice(0, offset))
  const blocks = [...text.matchAll(consoleBlock)]
    .filter(({ index }) => isRun(index))
    .map(([source]) => read(source))
  const shown = await play(blocks, servers)
  return text.replace(consoleBlock, (source, offset) => (isRun(offset) ? (shown.shift() ?? '') : source))
}

/** A command that lasts, and where its block stands. */
interface Open extends Typed {
  readonly at: number
  readonly lasting: Lasting
}

/** Gives each block as it should be. */
async function play(
  blocks: readonly Typed[][],
  servers: Readonly<Record<number, string>>,
): Promise<string[]> {
  const here = session()
  for (const [port, url] of Object.entries(servers)) here.connect(Number(port), url)
  const ids = new Map<string, string>()
  const results = blocks.map(() => '')
  const write = (at: number, { line, shown }: Typed, printed: string): void => {
    const now = leaveOut(shown, linesOf(printed))
    learn(ids, shown, now)
    results[at] += [`$ ${line}`, ...now].map((each) => `${each}\n`).join('')
  }
  let open: Open | undefined
  for (const [at, block] of blocks.entries()) {
    for (const typed of block) {
      const line = typed.line.replaceAll(id, (known) => ids.get(known) ?? known)
      const words = line.replaceAll('\\\n', '')
      if (lasts.test(words) && !open) open = { ...typed, line, at, lasting: await here.start(words) }
      else write(at, { ...typed, line }, await here.type(words))
    }
    if (open && open.at < at) {
      write(open.at, open, await ended(open))
      open = undefined
    }
  }
  return results
}

/** Waits for the end of what lasts, after Ctrl-C where that is pressed; gives all that it showed. */
async function ended({ lasting, shown }: Open): Promise<string> {
  const before = lasting.shown()
  const interrupted = shown.includes(ctrlC)
  if (interrupted) lasting.interrupt()
  await lasting.end()
  return before + (interrupted ? ctrlC : '') + lasting.shown().slice(before.length)
}

/** The commands of a block; one that ends with a backslash goes on in the next line. */
function read(source: string): Typed[] {
  return source.split(/^\$ /m).flatMap((part): Typed[] => {
    const [, line, shown = ''] = /^((?:.*\\\n)*.*)\n([\s\S]*)$/.exec(part) ?? []
    return line === undefined ? [] : [{ line, shown: linesOf(shown) }]
  })
}

const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'))

/** The lines that were printed, without those that are left out where they are shown. */
function leaveOut(shown: readonly string[], printed: readonly string[]): readonly string[] {
  const at = shown.indexOf(gap)
  if (at < 0 || printed.length <= shown.length) return printed
  const behind = shown.length - at - 1
  return [...printed.slice(0, at), gap, ...printed.slice(printed.length - behind)]
}

/** Notes which ids stand now where others stood before. */
function learn(ids: Map<string, string>, shown: readonly string[], now: readonly string[]): void {
  const found = now.join('\n').match(id) ?? []
  for (const [at, known] of (shown.join('\n').match(id) ?? []).entries()) ids.set(known, found[at] ?? known)
}
