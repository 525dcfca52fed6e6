/**
 * Which changes of its conversations a device has heard of (SES-14). `through`: up to here of all, as the server said;
 * `latest`: the highest of them, told in any order; 0 for none.
 *
 * @typedef {{ through: number, latest: number }} KnownChanges
 */

/** Of none. @type {KnownChanges} */
export const NO_CHANGES = { through: 0, latest: 0 };
