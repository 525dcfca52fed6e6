/** The HTTP part (`openapi.yaml`) for one account with one device. */
export class Account {
  #server;
  #token = '';
  device = '';
  account = '';

  /** @param {string} server such as `http://127.0.0.1:8787` */
  constructor(server) {
    this.#server = server;
  }

  get token() {
    return this.#token;
  }

  async signUp(handle, password) {
    const { account, device, accessToken } = await this.#ask('POST', '/v1/accounts', {
      handle,
      password,
      deviceName: 'foreign',
    });
    this.account = account;
    this.device = device;
    this.#token = accessToken;
  }

  /** The conversation with that person, begun if there is none. */
  async openDirect(handle) {
    const { account } = await this.#ask('GET', `/v1/accounts/by-handle/${handle}`);
    const { conversation } = await this.#ask('POST', '/v1/conversations', { kind: 'direct', members: [account] });
    return conversation;
  }

  async accept(conversation) {
    await this.#ask('POST', `/v1/conversations/${conversation}/accept`);
  }

  async #ask(method, path, body) {
    const answer = await fetch(new URL(path, this.#server), {
      method,
      headers: {
        ...(this.#token && { authorization: `Bearer ${this.#token}` }),
        ...(body && { 'content-type': 'application/json' }),
      },
      body: body && JSON.stringify(body),
    });
    const said = await answer.text();
    if (!answer.ok) {
      throw new Error(`${method} ${path}: ${answer.status} ${said}`);
    }
    return said ? JSON.parse(said) : {};
  }
}
