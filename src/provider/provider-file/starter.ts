/** What a new provider file begins with. */
export interface Start {
  readonly name: string
  readonly title: string
  /** Where the JSON Schema lies, as the file names it. */
  readonly schema: string
}

/** The text of a new provider file: short, commented, and right as it is, so that one thing after the other can be changed. */
export function starterFile({ name, title, schema }: Start): string {
  const inQuotes = (text: string): string => JSON.stringify(text).slice(1, -1)
  const values = new Map([
    ['%NAME%', inQuotes(name)],
    ['%TITLE%', inQuotes(title)],
    ['%SCHEMA%', inQuotes(schema)],
    ['%HEADER%', title.replaceAll(/[^A-Za-z0-9]+/g, '-')],
  ])
  return text.replaceAll(/%[A-Z]+%/g, (placeholder) => values.get(placeholder) ?? placeholder)
}

const text = `// A provider of your own. Check it after each change: hooks providers validate FILE
// An editor that knows JSON Schema completes the words and tells what each of them means.
{
  "$schema": "%SCHEMA%",
  "formatVersion": 1,

  // What it is called: hooks trigger order.paid --provider %NAME%
  "name": "%NAME%",
  "title": "%TITLE%",

  // "extends": "example" would take over all that is known of a built-in provider; say then only what differs.

  "signature": {
    // hmac-sha1, hmac-sha256, hmac-sha384, hmac-sha512, ed25519, ecdsa-p256-sha256, rsa-sha256, or token: the bare secret.
    "algorithm": "hmac-sha256",

    // How the secret's text becomes the key: utf8 as it stands; base64, base64url or hex decoded, behind a "prefix" if it has one.
    "key": { "encoding": "utf8" },

    // What is signed: {body}, {bodyHash}, {timestamp}, {id}, {method}, {url}, {header:NAME} and what stands between them.
    "signs": "{timestamp}.{body}",

    // How the signature is written: hex, base64 or base64url.
    "encoding": "hex",

    // The headers that carry {signature}, {timestamp} and {id}. Where one of them is a list, "separator" parts its items.
    "separator": ",",
    "headers": { "%HEADER%-Signature": "t={timestamp},v1={signature}" },

    // How times are written (s, ms or iso), and how old a delivery may be. Leave it out where no time is signed.
    "timestamp": { "unit": "s", "tolerance": "5m" }
  },

  // Where an event has its id, its type and its time: a path into the payload, or header:NAME. How a new id is made.
  "event": { "id": "id", "type": "type", "createdAt": "created_at", "newId": "evt_{hex:16}" },

  // How it delivers: what it waits for, what it takes for success, the delay before each attempt. A schedule may also be a
  // series, such as { "exponential": { "base": "30s", "factor": 2, "cap": "1h" }, "attempts": 8 }.
  "delivery": { "timeout": "10s", "success": "2xx", "schedule": ["0s", "1m", "5m", "30m"] },

  // A sample of each event type: what hooks trigger sends, with a new id and new times.
  "events": [
    {
      "type": "order.paid",
      "about": "An order was paid.",
      "body": {
        "id": "evt_3f1c9a7be2d04586",
        "type": "order.paid",
        "created_at": "2026-03-15T10:05:00Z",
        "data": { "order": "1042", "total_cents": 4990, "currency": "EUR" }
      }
    }
  ],

  // Known answers, as the provider's documents or one of its deliveries show them: the best proof that all above is right.
  "vectors": [
    // {
    //   "title": "the sample of the guide",
    //   "secret": "the secret of the sample",
    //   "at": "2026-03-15T10:05:00Z",
    //   "body": "{\\"id\\":\\"evt_1\\"}",
    //   "headers": { "%HEADER%-Signature": "t=1773569100,v1=…" }
    // }
  ]
}
`
