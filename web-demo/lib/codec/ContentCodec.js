import { EMOJI_CHARS } from '../content/Content.js';
import { toUtf8Strict, utf8 } from '../wire/Bytes.js';
import { Limits } from '../wire/Limits.js';
import { BadJson } from './BadJson.js';
import { Fields } from './Fields.js';
import { JsonTree } from './JsonTree.js';
import { Out } from './Out.js';

/** @typedef {import('../content/Content.js').Content} Content */

/** Content as JSON in UTF-8 and back (protocol.md, section "Content"). Stateless. */
export class ContentCodec {
  /**
   * Reads a body. Never throws: what is not understood is of kind `unknown`, with the bytes.
   *
   * @param {Uint8Array} body
   * @returns {Content}
   */
  static decode(body) {
    let kind = '';
    const text = toUtf8Strict(body);
    if (text !== undefined) {
      try {
        const fields = new Fields('content', JsonTree.read(text));
        kind = fields.string('kind', Limits.TEXT_CHARS);
        return read(kind, fields, body);
      } catch (e) {
        if (!(e instanceof BadJson)) {
          throw e;
        }
      }
    }
    return { kind: 'unknown', sentKind: kind, raw: body };
  }

  /**
   * Writes a body. The caller checks its size against `Limits.BODY_BYTES`; what is unknown is written as it came.
   *
   * @param {Content} content
   * @returns {Uint8Array}
   */
  static encode(content) {
    if (content.kind === 'unknown') {
      return content.raw;
    }
    const out = new Out();
    out.string('kind', content.kind);
    write(content, out);
    return utf8(out.toJson());
  }
}

/**
 * @param {string} kind
 * @param {Fields} fields
 * @param {Uint8Array} body
 * @returns {Content}
 */
function read(kind, fields, body) {
  switch (kind) {
    case 'text':
      return { kind, text: text(fields) };
    case 'reply':
    case 'edit':
      return { kind, message: fields.uuid('message'), text: text(fields) };
    case 'delete':
      return { kind, message: fields.uuid('message') };
    case 'reaction':
      return {
        kind,
        message: fields.uuid('message'),
        emoji: fields.string('emoji', EMOJI_CHARS),
        removed: fields.flag('removed'),
      };
    case 'read':
      return { kind, device: fields.uuid('device'), epoch: fields.unsigned('epoch'), through: fields.seq('through') };
    default:
      return { kind: 'unknown', sentKind: kind, raw: body };
  }
}

/** @param {Fields} fields */
function text(fields) {
  return fields.present('text', Limits.BODY_BYTES);
}

/**
 * @param {Exclude<Content, { kind: 'unknown' }>} content
 * @param {Out} out
 */
function write(content, out) {
  switch (content.kind) {
    case 'text':
      out.string('text', content.text);
      break;
    case 'reply':
    case 'edit':
      out.uuid('message', content.message);
      out.string('text', content.text);
      break;
    case 'delete':
      out.uuid('message', content.message);
      break;
    case 'reaction':
      out.uuid('message', content.message);
      out.string('emoji', content.emoji);
      out.flag('removed', content.removed);
      break;
    case 'read':
      out.uuid('device', content.device);
      out.unsigned('epoch', content.epoch);
      out.number('through', content.through);
      break;
  }
}
