import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';

/** `undefined` until it is asked for: reading the store of the operating system takes a while. */
let context: { readonly trusted: SecureContext | undefined } | undefined;

/**
 * Trusts the certificates of the operating system besides those that Node brings, as companies that look into TLS
 * need it. Read once per run. `undefined` (Node's own) where the system has no store or it cannot be read.
 *
 * One context for all connections, because parsing some hundred certificates for each of them is slow, and because
 * an agent would make them part of the name of every pooled connection.
 */
export function trustedContext(): SecureContext | undefined {
  context ??= { trusted: readTrusted() };
  return context.trusted;
}

function readTrusted(): SecureContext | undefined {
  try {
    const system = getCACertificates('system');
    if (system.length === 0) return undefined;
    return createSecureContext({ ca: [...new Set([...getCACertificates('default'), ...system])] });
  } catch {
    return undefined;
  }
}
