/** A message was not taken; nothing of it was kept. */
export class SendRefused extends Error {
  /**
   * @param {'queue-full' | 'too-large' | 'not-a-member' | 'not-accepted'} code
   * @param {string} message what to do
   */
  constructor(code, message) {
    super(message);
    this.name = 'SendRefused';
    this.code = code;
  }

  /** @param {SendRefused['code']} code */
  static of(code) {
    return new SendRefused(code, REFUSALS[code]);
  }
}

const REFUSALS = {
  'queue-full': 'too much waits to be delivered; wait until some of it is, and send again',
  'too-large': 'the message is too long; make it shorter, or several',
  'not-a-member': 'you are not a member of that conversation any more',
  'not-accepted': 'you have not accepted that request; accept it first',
};
