/** The version of the protocol that is spoken here (SES-1). */
export const VERSION = 3;
