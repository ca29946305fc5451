/** What main and the page know of a shared file before they read one. Without zod, because main starts with it. */

/** Of a shared file as text, in characters. */
export const MAX_SHARED_LENGTH = 20_000_000;

/** How a profile card or a backup is called, without the dot. */
export const SHARED_EXTENSION = 'cognitodesk';

/** Of links that carry a profile card: `cognito-desk:card#…`. */
export const LINK_SCHEME = 'cognito-desk';

/** What the system hands over when a card is opened with the app, or a link to one. Never from a page. */
export type HandedOver =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'link'; readonly address: string };
