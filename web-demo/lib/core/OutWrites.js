/** Keeps and tells how far own entries have come. */
export class OutWrites {
  #effects;

  /** @param {import('./Effects.js').Effects} effects */
  constructor(effects) {
    this.#effects = effects;
  }

  /**
   * Own entries have come further at a target, or never will; `code` for the latter.
   *
   * @param {import('../delivery/Sender.js').Sender} sender
   * @param {Extract<import('../delivery/SendEffect.js').SendEffect, {effect: 'status-changed'}>} change
   */
  status(sender, { target: device, seqs, status, code }) {
    const stream = sender.stream();
    const effects = this.#effects;
    switch (status) {
      case 'queued':
      case 'sent':
        break;
      case 'stored':
        effects.persistLazily({ write: 'stored', stream, device, seqs });
        break;
      case 'delivered': {
        const at = sender.deliveredToKeep(device);
        if (at !== undefined) {
          effects.persistLazily({ write: 'delivered', stream, device, throughSeq: at.cursor, mark: at.mark });
        }
        break;
      }
      case 'read':
        effects.persistLazily({ write: 'read', stream, device, throughSeq: seqs[seqs.length - 1][1] });
        break;
      case 'refused':
        effects.persistLazily({ write: 'never-delivered', stream, device, seqs, code: code ?? 'unknown' });
        break;
    }
    effects.tell(
      status === 'refused' && code !== undefined
        ? { event: 'undelivered', stream, device, seqs, code, retryable: false }
        : { event: 'status-changed', stream, device, seqs, status },
    );
  }
}
