// What a test asks of the library in a page. Evaluated anew after each load.
(() => {
  if (window.harness) {
    return;
  }
  /** @type {any} */
  let peer;
  /** @type {any[]} */
  const events = [];
  /** @type {{text: string, by: string, atMs: number}[]} */
  const heard = [];
  const plain = (event) => JSON.parse(JSON.stringify(event, (_, value) => (typeof value === 'bigint' ? String(value) : value)));

  async function begin(how, options) {
    const { ContentCodec, Peer } = await import('/lib/index.js');
    peer = await Peer[how](options);
    peer.on((event) => {
      if (event.event === 'message-arrived') {
        const content = ContentCodec.decode(event.entry.body);
        if (content.kind === 'text') {
          heard.push({ text: content.text, by: event.by, atMs: Date.now() });
        }
      }
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

  /** What an IndexedDB request gives. */
  function resultOf(request) {
    return new Promise((done, failed) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
  }

  /** Makes one database the same as another; no tab may have either open. */
  async function copyDatabase([from, to]) {
    await resultOf(indexedDB.deleteDatabase(to));
    const source = await resultOf(indexedDB.open(from));
    const names = [...source.objectStoreNames];
    const stores = names.map((name) => {
      const store = source.transaction(name).objectStore(name);
      const indexes = [...store.indexNames].map((index) => [index, store.index(index).keyPath]);
      return { name, keyPath: store.keyPath, indexes };
    });
    const opening = indexedDB.open(to, source.version);
    opening.onupgradeneeded = () => {
      for (const { name, keyPath, indexes } of stores) {
        const copy = opening.result.createObjectStore(name, { keyPath });
        indexes.forEach(([index, path]) => copy.createIndex(index, path));
      }
    };
    const target = await resultOf(opening);
    for (const name of names) {
      const store = source.transaction(name).objectStore(name);
      const [keys, values] = await Promise.all([resultOf(store.getAllKeys()), resultOf(store.getAll())]);
      const copy = target.transaction(name, 'readwrite').objectStore(name);
      await Promise.all(values.map((value, i) => resultOf(copy.keyPath === null ? copy.put(value, keys[i]) : copy.put(value))));
    }
    source.close();
    target.close();
  }

  /** @type {string[]} */
  const candidates = [];

  /** While it is set nothing passes the data channels of this tab, either way, and nothing tells it. */
  let blackHole = false;
  const Connection = RTCPeerConnection;
  window.RTCPeerConnection = class extends Connection {
    createDataChannel(...how) {
      const channel = super.createDataChannel(...how);
      const send = channel.send.bind(channel);
      channel.send = (frame) => blackHole || send(frame);
      channel.addEventListener('message', (event) => blackHole && event.stopImmediatePropagation());
      return channel;
    }
  };

  window.harness = {
    begin,
    copyDatabase,
    /** Notes what the browser tells of its own addresses, from now on. */
    noteCandidates: () => {
      const Real = RTCPeerConnection;
      window.RTCPeerConnection = class extends Real {
        constructor(...how) {
          super(...how);
          this.addEventListener('icecandidate', ({ candidate }) => candidate?.candidate && candidates.push(candidate.candidate));
        }
      };
    },
    candidates: () => candidates,
    /** Starts the library as a device of this browser, and asks at once. */
    openAndAsk: async (device) => {
      const { Peer } = await import('/lib/index.js');
      peer = await Peer.open({ device });
      return (await peer.profile()).handle;
    },
    eraseDevice: async (device) => (await import('/lib/index.js')).eraseDevice(device),
    /** How a call failed: class and message. */
    failureOf: async ([method, ...args]) => {
      try {
        await peer[method](...args);
        return 'none';
      } catch (failure) {
        return `${failure.name}: ${failure.message}`;
      }
    },
    send: async ([conv, content]) => (await peer.send(conv, content)).id,
    search: async (text) => (await peer.search(text)).map(({ content }) => content.text),
    summary: async (conv) => {
      const [{ last, unread }] = await peer.summaries(conv);
      return `${last?.content.text} ${unread}`;
    },
    status: async (conv) => (await peer.history(conv)).findLast(({ content, by }) => content.kind === 'text' && by === 'self').status,
    events: () => events,
    /** The texts of others as they were handed over, and when. */
    heard: () => heard,
    heardCount: () => heard.length,
    warnings: () => events.filter(({ event }) => event === 'warning').map(({ message }) => message),
    present: () => events.filter(({ event, state }) => event === 'presence-changed' && state === 'online').map(({ account }) => account),
    attempts: async (conv) => (await peer.paths(conv))[0].ladder.attempts,
    peer: () => peer,
    account: () => peer.account,
    leading: () => peer.leading,
    connection: () => peer.connection.state,
    reason: () => peer.connection.reason,
    conversations: async () => plain(await peer.conversations()),
    openDirect: async (handle) => (await peer.openDirect(handle)).conv,
    createGroup: async ([title, handles]) => (await peer.createGroup(title, handles)).conv,
    accept: (conv) => peer.accept(conv),
    /** Accepts what there is; whether there was something. */
    acceptAll: async () => {
      const all = await peer.conversations();
      for (const { conv } of all) await peer.accept(conv);
      return all.length > 0;
    },
    markRead: (conv) => peer.markRead(conv),
    blackHole: (on) => {
      blackHole = on;
    },
    close: () => peer.close(),
    /** How often something had to be done to keep a channel; `hedges`, or a rung of the ladder. */
    rescue: async ([conv, what]) => {
      const [{ hedges, ladder }] = await peer.paths(conv);
      return what === 'hedges' ? hedges : ladder[what].requested;
    },
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
    count: async (conv) => (await window.harness.texts(conv)).length,
    has: async ([conv, text]) => (await window.harness.texts(conv)).includes(text),
    /** The texts of all conversations. */
    everything: async () => (await Promise.all((await peer.conversations()).map(({ conv }) => window.harness.texts(conv)))).flat(),
    addMember: ([conv, handle]) => peer.addMember(conv, handle),
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
