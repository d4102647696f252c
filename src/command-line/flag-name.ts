/** How a flag is written on the command line: `oldSecret` is `--old-secret`. */
export const flagName = (key: string): string =>
  `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
