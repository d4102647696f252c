import type { Context } from '../context.ts'
import { HooksError } from '../errors.ts'
import type { Catalog } from '../provider/catalog.ts'
import { createCatalog } from '../provider/catalog.ts'
import type { BrokenProvider, OwnProvider } from '../provider/own-providers.ts'
import { withOwnProviders } from '../provider/own-providers.ts'
import type { Problem } from '../provider/provider-file/fault.ts'
import type { AnyCommand } from './command.ts'
import type { RawOptions } from './options.ts'
import { isProviderFile } from './provider-file-name.ts'
import type { Settings } from './settings.ts'

/** The options of a command line, and the providers that it can name. */
export interface Opened {
  /** With the name of its provider in the place of each provider file. */
  readonly raw: RawOptions
  /** Those that ship, those that the user has installed, and those of the files. */
  readonly catalog: Catalog
  /** What is installed, cannot be used, and is not asked for: it is left out. */
  readonly leftOut: readonly BrokenProvider[]
  /** The provider that is meant because the project's settings name its file: not the user has chosen what stands there. */
  readonly projectProvider?: string | undefined
}

interface CommandLine {
  readonly command: Pick<AnyCommand, 'args' | 'flags' | 'builtInOnly'>
  readonly raw: RawOptions
}

type World = Pick<Context, 'fixtures' | 'files' | 'userProviders'>

/**
 * Finds the providers that a command line can name. Wherever it takes a provider, a provider file will do; one that is named so goes
 * before an installed one of the same name.
 *
 * @throws HooksError `unreadable-file`, or `invalid-profile` for a file that cannot be used
 */
export async function openProviders(line: CommandLine, settings: Settings, world: World): Promise<Opened> {
  const builtIn = createCatalog(world.fixtures)
  const asKnown = { raw: line.raw, catalog: builtIn, leftOut: [] }
  if (line.command.builtInOnly) return asKnown
  const asked = providersNamed(line, settings)
  const files = asked.filter(isProviderFile)
  const installed = world.userProviders.names().toSorted((a, b) => a.localeCompare(b))
  if (files.length + installed.length === 0) return asKnown
  const named = new Map<string, OwnProvider>()
  for (const path of files) named.set(path, await readProvider(path, builtIn, world))
  const own = new Map([...named.values()].map((each) => [each.profile.name, each]))
  const broken: BrokenProvider[] = []
  for (const name of installed.filter((each) => !own.has(each))) {
    const read = await readInstalled(name, builtIn, world)
    if ('error' in read) broken.push(read)
    else own.set(name, read)
  }
  const nameOf = (text: string): string => named.get(text)?.profile.name ?? text
  const raw = withProviders(line, settings, (given) =>
    typeof given === 'string' ? nameOf(given) : typeof given === 'object' ? given.map(nameOf) : given,
  )
  const sorted = [...own.values()].toSorted((a, b) => a.profile.name.localeCompare(b.profile.name))
  const leftOut = broken.filter(({ name }) => !asked.includes(name))
  const ofProject = projectFile(line, settings)
  return {
    raw,
    catalog: withOwnProviders(builtIn, sorted, broken),
    leftOut,
    projectProvider: ofProject === undefined ? undefined : nameOf(ofProject),
  }
}

/** The provider file that the project's settings name, where the command line names no provider itself. */
function projectFile({ command, raw }: CommandLine, settings: Settings): string | undefined {
  const found = Object.entries(command.flags).flatMap(([key, flag]) => {
    if (flag.kind !== 'provider' || flag.setting === undefined || raw.flags[key] !== undefined) return []
    return settings.values(flag.setting).slice(0, 1)
  })
  return found.find(({ rank, value }) => rank === 1 && isProviderFile(value))?.value
}

type Given = RawOptions['flags'][string]

/** The options of a command with what `change` makes of those that take a provider: of what is given, else of its setting. */
function withProviders(
  { command, raw }: CommandLine,
  settings: Settings,
  change: (given: Given) => Given,
): RawOptions {
  const flags = Object.entries(command.flags).map(([key, flag]) => {
    const given = raw.flags[key]
    if (flag.kind !== 'provider') return [key, given]
    const setting = flag.setting === undefined ? undefined : settings.values(flag.setting)[0]?.value
    // What is no file stays with its setting, so that an error can name that.
    return [key, change(given ?? (isProviderFile(setting ?? '') ? setting : undefined))]
  })
  const args = Object.entries(command.args).map(([key, { kind }]) => [
    key,
    kind === 'provider' ? change(raw.args[key]) : raw.args[key],
  ])
  return { flags: Object.fromEntries(flags), args: Object.fromEntries(args) }
}

const textsOf = (given: Given): string[] => (typeof given === 'boolean' ? [] : [given ?? []].flat())

/** What a command line names as providers, each once. */
function providersNamed(line: CommandLine, settings: Settings): string[] {
  const named = new Set<string>()
  withProviders(line, settings, (given) => {
    for (const text of textsOf(given)) named.add(text)
    return given
  })
  return [...named]
}

/** Reads one provider file. Throws HooksError `unreadable-file`, or `invalid-profile` where it cannot be used. */
export async function readProvider(path: string, builtIn: Catalog, { files }: World): Promise<OwnProvider> {
  const bytes = await files.read(path)
  // The schema is loaded only for those who have a file of their own.
  const { readProviderFile } = await import('../provider/provider-file.ts')
  const reading = readProviderFile(bytes, builtIn)
  if (reading.ok) return reading
  throw unusable(path, reading.problems)
}

async function readInstalled(
  name: string,
  builtIn: Catalog,
  world: World,
): Promise<OwnProvider | BrokenProvider> {
  const path = world.userProviders.path(name)
  try {
    const read = await readProvider(path, builtIn, world)
    if (read.profile.name === name) return read
    const message = `'${path}' describes a provider of another name: ${read.profile.name}.`
    return { name, error: new HooksError('invalid-profile', message, `Install it anew: hooks providers add`) }
  } catch (error) {
    if (error instanceof HooksError) return { name, error }
    throw error
  }
}

/** The error for a provider file that cannot be used: its first mistake, and where to see all of them. */
export function unusable(path: string, problems: readonly Problem[]): HooksError {
  const [first] = problems
  const where = [`Line ${first?.line}`, first?.path].filter(Boolean).join(', ')
  const others =
    problems.length > 1 ? ` All ${problems.length} mistakes: hooks providers validate ${path}` : ''
  return new HooksError(
    'invalid-profile',
    `The provider file '${path}' cannot be used. ${where}: ${first?.message}`,
    `${first?.remedy}${others}`,
  )
}
