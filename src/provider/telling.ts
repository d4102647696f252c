/** What a request bears whoever sends it, and what stands between sender and receiver adds. */
const common =
  /^(host|connection|keep-alive|content-.*|accept.*|user-agent|transfer-encoding|te|trailer|expect|date|via|forwarded|x-forwarded-.*|x-real-ip|cf-.*|cdn-loop|proxy-.*|traceparent|tracestate|x-amzn-trace-id|x-cloud-trace-context|cookie|cache-control|pragma|origin|referer|sec-.*|priority|upgrade.*)$/i

/** Whether a header, by its name, may say something of its sender. */
export const isTelling = (name: string): boolean => !common.test(name)
