// What a test asks of the library in a page. Evaluated anew after each load.
(() => {
  if (window.harness) {
    return;
  }
  /** @type {any} */
  let peer;
  /** @type {any[]} */
  const events = [];
  const plain = (event) => JSON.parse(JSON.stringify(event, (_, value) => (typeof value === 'bigint' ? String(value) : value)));

  async function begin(how, options) {
    const { Peer } = await import('/lib/index.js');
    peer = await Peer[how](options);
    peer.on((event) => {
      if (event.event !== 'sent-here' && event.event !== 'status-changed' && event.event !== 'message-arrived') {
        events.push(plain(event));
      }
    });
    if (peer.connection.state !== 'online') {
      await until(({ event, state }) => event === 'connection-changed' && (state === 'online' || state === 'stopped'));
    }
    if (peer.connection.state === 'stopped') {
      throw new Error(peer.connection.reason);
    }
    return { account: peer.account, device: peer.device };
  }

  function until(wanted) {
    return new Promise((done) => {
      const off = peer.on((event) => {
        if (wanted(event)) {
          off();
          done();
        }
      });
    });
  }

  window.harness = {
    begin,
    events: () => events,
    warnings: () => events.filter(({ event }) => event === 'warning').map(({ message }) => message),
    present: () => events.filter(({ event, state }) => event === 'presence-changed' && state === 'online').map(({ account }) => account),
    attempts: async (conv) => (await peer.paths(conv))[0].ladder.attempts,
    peer: () => peer,
    account: () => peer.account,
    leading: () => peer.leading,
    connection: () => peer.connection.state,
    conversations: async () => plain(await peer.conversations()),
    openDirect: async (handle) => (await peer.openDirect(handle)).conv,
    createGroup: async ([title, handles]) => (await peer.createGroup(title, handles)).conv,
    accept: (conv) => peer.accept(conv),
    markRead: (conv) => peer.markRead(conv),
    blackHole: (on) => peer.blackHole(on),
    close: () => peer.close(),
    paths: async (conv) => plain(await peer.paths(conv)),
    /** Says numbered messages, each durable before the answer counts it. */
    say: async ([conv, prefix, from, count, gapMs]) => {
      const sent = [];
      for (let i = from; i < from + count; i++) {
        sent.push(peer.send(conv, { kind: 'text', text: prefix + i }));
        if (gapMs > 0) {
          await new Promise((done) => setTimeout(done, gapMs));
        }
      }
      await Promise.all(sent);
      return count;
    },
    texts: async (conv) =>
      (await peer.history(conv, { limit: 100000 })).filter(({ content }) => content.kind === 'text').map(({ content }) => content.text),
    /** The texts of all conversations. */
    everything: async () => (await Promise.all((await peer.conversations()).map(({ conv }) => window.harness.texts(conv)))).flat(),
    removeMember: ([conv, account]) => peer.removeMember(conv, account),
    memberCount: async (conv) => (await peer.conversations()).find((one) => one.conv === conv).members.length,
    lastStatuses: async (conv) => Object.values((await peer.history(conv, { limit: 1 }))[0].statuses),
    /** The whole order of a conversation, as every device must show it. */
    order: async (conv) =>
      (await peer.history(conv, { limit: 100000 }))
        .filter(({ content }) => content.kind === 'text')
        .map(({ hlc, device, seq, content }) => `${hlc} ${device} ${seq} ${content.text}`),
    statuses: async (conv) => {
      const count = {};
      for (const { content, status } of await peer.history(conv, { limit: 100000 })) {
        if (content.kind === 'text' && status) {
          count[status] = (count[status] ?? 0) + 1;
        }
      }
      return count;
    },
  };
})();
