import { html, nothing, svg } from '../vendor/lit-html/lit-html.js';
import { pickDevice } from '../actions/panel.js';
import { isThere, somebodyThere } from '../actions/conversations.js';
import { badgeOf, badgeOfPath } from '../model/pathBadge.js';
import { reasonWords, rungWords, triedWords, viaWords } from '../model/pathWords.js';
import { plotLines, rateLabel, scaleOf } from '../model/Samples.js';

/** @typedef {import('../state.js').State} State */
/** @typedef {import('../types.js').Conversation} Conversation */
/** @typedef {import('../types.js').PathReport} PathReport */

/**
 * Why this path: what carries the conversation, and what was tried.
 *
 * @param {State} state
 * @param {Conversation} conversation
 */
export function pathView(state, conversation) {
  const { paths } = conversation;
  const online = state.connection.state === 'online';
  const badge = badgeOf(paths, isThere, somebodyThere(conversation), online);
  const path = paths.find((one) => one.device === state.side.device) ?? paths[0];
  return html`
    ${strandsView(badge.strand)}
    <p class="lead"><b>${badge.label}.</b> ${badge.meaning}</p>
    ${paths.length > 1 ? devicesView(state, conversation, path) : nothing}
    ${path ? deviceView(state, path) : noDevice(online)}
  `;
}

/** @param {boolean} online */
const noDevice = (online) => html`
  <p class="sub">
    ${
      online
        ? 'There is no device to reach directly now: none is signed in, or they have not accepted yet.'
        : 'The server is not connected, so nothing is known of their devices.'
    }
  </p>
`;

/**
 * The three strands; the one in use is drawn full.
 *
 * @param {string} strand
 */
function strandsView(strand) {
  const used = strand === 'turn' ? 'direct' : strand;
  const strands = /** @type {const} */ ([
    ['direct', 'Direct'],
    ['relay', 'Relay'],
    ['stored', 'Store'],
  ]);
  return html`
    <ol class="strands" aria-label="The three paths, best first">
      ${strands.map(
        ([name, label]) =>
          html`<li class=${`${name} ${name === used ? 'used' : ''}`}>
            ${label}${name === used ? html`<span class="sr">, in use</span>` : nothing}
          </li>`,
      )}
    </ol>
  `;
}

/**
 * @param {State} state
 * @param {Conversation} conversation
 * @param {PathReport | undefined} picked
 */
const devicesView = (state, conversation, picked) => {
  const { paths } = conversation;
  const names = state.people.deviceNames(
    paths.map(({ device }) => device),
    state.me.account,
  );
  return html`
    <div class="chips" role="group" aria-label="Devices">
      ${paths.map(
        (path, index) => html`
          <button type="button" aria-pressed=${path === picked} @click=${() => pickDevice(path.device)}>
            <bdi>${names[index]}</bdi> · ${badgeOfPath(path, isThere(path)).label}
          </button>
        `,
      )}
    </div>
  `;
};

/**
 * @param {State} state
 * @param {PathReport} path
 */
function deviceView(state, path) {
  const samples = state.samples.get(path.device)?.all() ?? [];
  const rate = samples.at(-1)?.bytesPerSecond ?? 0;
  return html`
    ${factsView(path)}
    ${plotView(
      'Round trip',
      'ms',
      samples.map((sample) => sample.rttMs),
      10,
      true,
      (ms) => `${roundTrip(ms)} ms`,
      'rtt',
    )}
    ${plotView(
      'Throughput, both ways',
      'B/s',
      samples.map((sample) => sample.bytesPerSecond),
      1000,
      false,
      rateLabel,
      'rate',
    )}
    <p class="sub">Sampled once a second while this is open. Now ${rateLabel(rate)}.</p>
    ${historyView(path)}
  `;
}

/** @param {PathReport} path */
const factsView = (path) => html`
  <dl class="facts">
    <dt>Way</dt>
    <dd data-test="path-via">${viaWords(path.via)}</dd>
    <dt>Why</dt>
    <dd data-test="path-why">${path.why}</dd>
    <dt>Last change</dt>
    <dd data-test="path-reason">${reasonWords(path.reason)}</dd>
    <dt>Candidate pair</dt>
    <dd data-test="candidate-pair">${path.candidatePair || 'none: not direct now'}</dd>
    <dt>Round trip</dt>
    <dd data-test="rtt">${path.rttMs > 0 ? `${roundTrip(path.rttMs)} ms` : 'not measured on this path'}</dd>
    <dt>Changes of path</dt>
    <dd>${path.generation}</dd>
  </dl>
`;

/** @param {PathReport} path */
function historyView(path) {
  const ladder = Object.entries(path.ladder ?? {});
  return html`
    <h3>What was tried</h3>
    ${
      path.tried.length > 0
        ? html`<ol class="tried">
            ${path.tried.map((line) => html`<li>${triedWords(line)}</li>`)}
          </ol>`
        : html`<p class="sub">Nothing but the server so far.</p>`
    }
    <h3>Recovery</h3>
    ${
      ladder.length > 0
        ? html`<dl class="facts ladder">
            ${ladder.map(
              ([rung, count]) =>
                html`<dt>${words(rung)}</dt>
                  <dd>${rungWords(count)}</dd>`,
            )}
          </dl>`
        : html`<p class="sub">Nothing had to be recovered.</p>`
    }
  `;
}

/** @param {number} ms */
const roundTrip = (ms) => (ms < 10 ? ms.toFixed(1) : String(Math.round(ms)));

/** @param {string} rung as in iceRestart */
const words = (rung) => {
  const spaced = rung
    .replace(/([A-Z])/g, ' $1')
    .toLowerCase()
    .replace(/^ice /, 'ICE ');
  return spaced[0].toUpperCase() + spaced.slice(1);
};

const WIDTH = 300;
const HEIGHT = 72;

/**
 * A line over time.
 *
 * @param {string} title
 * @param {string} unit
 * @param {number[]} values oldest first
 * @param {number} least value at the upper edge, at least
 * @param {boolean} gaps whether 0 means unknown
 * @param {(value: number) => string} label
 * @param {string} className
 */
function plotView(title, unit, values, least, gaps, label, className) {
  const known = gaps ? values.filter((value) => value > 0) : values;
  const highest = scaleOf(known, least);
  const said =
    known.length === 0
      ? `${title}: nothing measured yet`
      : `${title}: now ${label(known.at(-1) ?? 0)}, at most ${label(Math.max(...known))}`;
  return html`
    <figure class="plot ${className}">
      <figcaption>${title} <span>${label(highest)}</span></figcaption>
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${said} data-unit=${unit} preserveAspectRatio="none">
        <path class="grid" d="M0 .5H${WIDTH}M0 ${HEIGHT / 2}H${WIDTH}M0 ${HEIGHT - 0.5}H${WIDTH}" />
        ${plotLines(values, highest, WIDTH, HEIGHT, gaps).map((points) => svg`<polyline points=${points} />`)}
      </svg>
    </figure>
  `;
}
