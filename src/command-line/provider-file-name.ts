/** Whether what stands for a provider is the path of a provider file: it has a slash, or ends like one. */
export const isProviderFile = (text: string): boolean => /[\\/]/.test(text) || /\.json$/i.test(text)
