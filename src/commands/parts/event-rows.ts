import type { EventRow } from '../../output/providers.ts'
import type { Catalog } from '../../provider/catalog.ts'

/** The event types of a provider, with what is known of their samples. */
export const eventRows = (catalog: Catalog, provider: string): EventRow[] =>
  catalog.types(provider).flatMap((type) => {
    const fixture = catalog.fixture(provider, type)
    return fixture
      ? [{ provider, type, about: fixture.about, origin: fixture.origin, note: fixture.note }]
      : []
  })
