/** The user "nobody". */
const nobody = 65_534

/** Works as a user who is bound by permissions, also where the tests run as the one who is not. */
export async function asOrdinaryUser<T>(work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return work()
  process.seteuid?.(nobody)
  try {
    return await work()
  } finally {
    process.seteuid?.(0)
  }
}
