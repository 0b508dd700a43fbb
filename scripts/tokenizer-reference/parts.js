// Small tokenizers that together use every part of the tokenizers library, and what the library makes of the texts.
const fs = require("fs"), path = require("path");
const { Tokenizer } = require("tokenizers");
const texts = require("./texts"), charsmap = require("./charsmap");

let seed = 1;
const random = n => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648 * n | 0;
const words = [...new Set(texts.flatMap(text => text.split(/\s+/)).filter(word => word && word.length < 30))];
const characters = [...new Set(texts.join(""))].filter(c => !"今Ωé①ก".includes(c));
const substrings = count => [...new Set(Array.from({ length: count }, () => { const w = [...words[random(words.length)]]; const a = random(w.length); return w.slice(a, a + 2 + random(4)).join(""); }))].filter(s => [...s].length > 1);
const number = list => Object.fromEntries(list.map((token, id) => [token, id]));
const special = (content, id, more = {}) => ({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true, ...more });

// Merges of a vocabulary: each substring from the left, so that all halves exist.
function pairs(list, first = x => x, rest = x => x, last = x => x) {
  const vocabulary = new Set(), merges = [];
  for (const text of list) {
    const parts = [...text].map((c, i, all) => (i ? rest(c) : first(c)) + (i === all.length - 1 ? last("") : ""));
    let left = parts[0];
    vocabulary.add(left);
    parts.slice(1).forEach(part => {
      vocabulary.add(part);
      const whole = left + part.slice(rest("").length);
      if (!merges.some(([a, b]) => a === left && b === part)) merges.push([left, part]);
      vocabulary.add(whole);
      left = whole;
    });
  }
  return { vocabulary: [...vocabulary], merges };
}

const plain = pairs(substrings(120));
const bytes = Object.fromEntries(Array.from({ length: 256 }, (_, i) => [`<0x${i.toString(16).toUpperCase().padStart(2, "0")}>`, 0]));
const bpe = (more = {}, list = plain, extra = []) => ({ type: "BPE", dropout: null, unk_token: "<unk>", continuing_subword_prefix: null, end_of_word_suffix: null, fuse_unk: false, byte_fallback: false, ignore_merges: false,
  vocab: number([...new Set(["<unk>", ...extra, ...characters, ...list.vocabulary])]), merges: list.merges, ...more });
const wordLevel = { type: "WordLevel", vocab: number(["[UNK]", ...words.slice(0, 80), ...characters]), unk_token: "[UNK]" };
const wordPiece = (prefix = "##", longest = 100) => ({ type: "WordPiece", unk_token: "[UNK]", continuing_subword_prefix: prefix, max_input_chars_per_word: longest,
  vocab: number([...new Set(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ...characters.filter(c => c.trim()), ...characters.filter(c => c.trim()).map(c => prefix + c), ...substrings(60), ...substrings(60).map(s => prefix + s)])]) });
const unigram = (more = {}, extra = [], score = () => -2 - random(100000) / 9973) => { const list = [...new Set(["<unk>", "<s>", "</s>", "<mask>", ...extra, "▁", ...characters, ...substrings(150), ...substrings(80).map(s => "▁" + s)])];
  return { type: "Unigram", unk_id: 0, byte_fallback: false, vocab: list.map((token, id) => [token, id < 4 ? 0 : score()]), ...more }; };
const metaspace = { type: "Metaspace", replacement: "▁", prepend_scheme: "always", split: true };
let next = 256;
const alphabet = Array.from({ length: 256 }, (_, i) => String.fromCharCode((i >= 33 && i <= 126) || (i >= 161 && i <= 172) || i >= 174 ? i : next++));
const byteLevel = { type: "ByteLevel", add_prefix_space: true, trim_offsets: true, use_regex: true };
const cases = {};
const add = (name, json) => cases[name] = { version: "1.0", truncation: null, padding: null, added_tokens: [], normalizer: null, pre_tokenizer: null, post_processor: null, decoder: null, ...json };

add("bpe", { model: bpe() });
add("bpe fuse_unk", { model: bpe({ fuse_unk: true }) });
add("bpe byte_fallback", { model: bpe({ byte_fallback: true }, plain, Object.keys(bytes)), decoder: { type: "Sequence", decoders: [{ type: "Replace", pattern: { String: "▁" }, content: " " }, { type: "ByteFallback" }, { type: "Fuse" }, { type: "Strip", content: " ", start: 1, stop: 0 }] }, normalizer: { type: "Sequence", normalizers: [{ type: "Prepend", prepend: "▁" }, { type: "Replace", pattern: { String: " " }, content: "▁" }] } });
add("bpe ignore_merges", { model: bpe({ ignore_merges: true, merges: plain.merges.slice(0, 20) }), pre_tokenizer: { type: "Whitespace" } });
add("bpe suffix", { model: bpe({ end_of_word_suffix: "</w>" }, pairs(substrings(100), x => x, x => x, x => x + "</w>"), characters.map(c => c + "</w>")), pre_tokenizer: { type: "BertPreTokenizer" }, normalizer: { type: "Lowercase" }, decoder: { type: "BPEDecoder", suffix: "</w>" } });
add("bpe prefix", { model: bpe({ continuing_subword_prefix: "@@" }, pairs(substrings(100), x => x, x => "@@" + x), characters.map(c => "@@" + c)), pre_tokenizer: { type: "WhitespaceSplit" } });
add("unigram", { model: unigram(), pre_tokenizer: metaspace, decoder: metaspace, added_tokens: [special("<s>", 1), special("</s>", 2), special("<mask>", 3, { lstrip: true, normalized: true })], post_processor: { type: "RobertaProcessing", sep: ["</s>", 2], cls: ["<s>", 1], trim_offsets: true, add_prefix_space: true } });
add("unigram whole text", { model: unigram() });
add("unigram byte_fallback", { model: unigram({ byte_fallback: true }, Object.keys(bytes)), pre_tokenizer: { ...metaspace, prepend_scheme: "first", split: false }, decoder: { type: "Sequence", decoders: [{ type: "ByteFallback" }, { ...metaspace, prepend_scheme: "first" }] }, added_tokens: [special("<mask>", 3, { rstrip: true })] });
add("unigram ties", { model: unigram({}, [], () => -[1.1, 2.2, 3.3, 0.1, 0.7][random(5)]), pre_tokenizer: { ...metaspace, prepend_scheme: "never" } });
add("unigram precompiled", { model: unigram(), normalizer: { type: "Sequence", normalizers: [{ type: "Precompiled", precompiled_charsmap: charsmap({ "ﬁ": "fi", "ﬂ": "fl", "½": "1/2", "①": "1", "\u3000": " ", "\u00a0": " ", "e\u0301": "é", "a\u0301": "á", "ａ": "a", "ｆ": "f", "\u200b": "", "㎏": "kg", "ﷺ": "صلى الله عليه وسلم", "\r\n": "\n", "\t": " ", "Å": "Å", "한": "HAN", "İ": "i̇", "é": "é" }) }, { type: "Replace", pattern: { Regex: " {2,}" }, content: " " }] }, pre_tokenizer: metaspace, decoder: metaspace });
add("wordpiece bert", { model: wordPiece(), normalizer: { type: "BertNormalizer", clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true }, pre_tokenizer: { type: "BertPreTokenizer" }, decoder: { type: "WordPiece", prefix: "##", cleanup: true }, post_processor: { type: "BertProcessing", sep: ["[SEP]", 3], cls: ["[CLS]", 2] }, added_tokens: ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"].map((t, i) => special(t, i)) });
add("wordpiece cased", { model: wordPiece("##", 9), normalizer: { type: "BertNormalizer", clean_text: true, handle_chinese_chars: false, strip_accents: false, lowercase: false }, pre_tokenizer: { type: "BertPreTokenizer" }, decoder: { type: "WordPiece", prefix: "##", cleanup: false } });
add("wordpiece without prefix", { model: wordPiece(""), pre_tokenizer: { type: "WhitespaceSplit" } });
add("wordlevel", { model: wordLevel, pre_tokenizer: { type: "Whitespace" }, post_processor: { type: "TemplateProcessing", single: [{ SpecialToken: { id: "[UNK]", type_id: 0 } }, { Sequence: { id: "A", type_id: 0 } }], pair: [{ Sequence: { id: "A", type_id: 0 } }, { Sequence: { id: "B", type_id: 1 } }], special_tokens: { "[UNK]": { id: "[UNK]", ids: [0], tokens: ["[UNK]"] } } } });
add("ctc decoder", { model: { type: "WordLevel", vocab: number(["<pad>", "|", ...characters]), unk_token: "<pad>" }, normalizer: { type: "Replace", pattern: { String: " " }, content: "|" }, pre_tokenizer: { type: "FixedLength", length: 1 }, decoder: { type: "CTC", pad_token: "<pad>", word_delimiter_token: "|", cleanup: true } });
const level = { type: "WordLevel", vocab: number(["<unk>", ...words, ...characters]), unk_token: "<unk>" };
for (const form of ["NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents", "Nmt"]) add(`normalizer ${form}`, { model: bpe({ fuse_unk: true }), normalizer: { type: form } });
add("normalizer Strip", { model: bpe(), normalizer: { type: "Strip", strip_left: true, strip_right: true } });
add("normalizer ByteLevel", { model: { type: "BPE", unk_token: null, vocab: number(alphabet), merges: [] }, normalizer: { type: "ByteLevel" }, decoder: byteLevel });
add("pre_tokenizer ByteLevel", { model: cases["normalizer ByteLevel"].model, pre_tokenizer: byteLevel, decoder: byteLevel, post_processor: { type: "Sequence", processors: [{ type: "ByteLevel", add_prefix_space: true, trim_offsets: false, use_regex: true }] } });
for (const behavior of ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"]) {
  add(`pre_tokenizer Split ${behavior}`, { model: level, pre_tokenizer: { type: "Split", pattern: { Regex: "\\p{N}|[^\\p{L}\\p{N}]+?" }, behavior, invert: false } });
  add(`pre_tokenizer Punctuation ${behavior}`, { model: level, pre_tokenizer: { type: "Punctuation", behavior } });
}
add("pre_tokenizer Split inverted", { model: level, pre_tokenizer: { type: "Split", pattern: { Regex: "[a-z]+" }, behavior: "Removed", invert: true } });
for (const [name, part] of Object.entries({ Whitespace: {}, WhitespaceSplit: {}, BertPreTokenizer: {}, UnicodeScripts: {}, CharDelimiterSplit: { delimiter: "-" }, FixedLength: { length: 3 }, Digits: { individual_digits: false } })) add(`pre_tokenizer ${name}`, { model: level, pre_tokenizer: { type: name, ...part } });
add("pre_tokenizer Sequence", { model: level, pre_tokenizer: { type: "Sequence", pretokenizers: [{ type: "UnicodeScripts" }, { type: "WhitespaceSplit" }, { type: "Digits", individual_digits: true }, { type: "Punctuation", behavior: "Isolated" }] } });
add("added tokens", { model: bpe(), normalizer: { type: "Lowercase" }, pre_tokenizer: { type: "Whitespace" }, added_tokens: [special("<mask>", 1000, { lstrip: true, rstrip: true }), special("Hello", 1001, { normalized: true, special: false }), special("do", 1002, { single_word: true, normalized: true, special: false }), special("ab", 1003, { single_word: true, special: false }), special("we", 1004, { special: false, normalized: true, rstrip: true })] });

(async () => {
  let Javascript;
  try { Javascript = require("@huggingface/tokenizers").Tokenizer; } catch { console.error("@huggingface/tokenizers is not there: no comparison"); }
  const out = [];
  for (const [name, tokenizer] of Object.entries(cases)) {
    const size = Math.max(...(Array.isArray(tokenizer.model.vocab) ? [tokenizer.model.vocab.length - 1] : Object.values(tokenizer.model.vocab)));
    tokenizer.added_tokens.forEach((token, i) => { if (token.id >= 1000) { const known = tokenizer.model.vocab[token.content]; token.id = known ?? size + 1 + i; } });
    const text = JSON.stringify(tokenizer);
    const library = Tokenizer.fromString(text);
    const expected = [];
    let javascript = 0, other = null;
    try { other = Javascript && new Javascript(JSON.parse(text), {}); } catch (error) { javascript = String(error.message).slice(0, 60); }
    for (const input of texts) {
      const ids = (await library.encode(input, null, { addSpecialTokens: false })).getIds();
      const around = (await library.encode(input, null, { addSpecialTokens: true })).getIds();
      const item = { ids, decoded: ids.length ? await library.decode(ids, false) : "" };
      if (around.length !== ids.length) item.special = around;
      expected.push(item);
      if (other) { let same = false; try { same = JSON.stringify(other.encode(input, { add_special_tokens: false }).ids) === JSON.stringify(ids); } catch { } javascript += same ? 0 : 1; }
    }
    out.push({ name, javascript, tokenizer, expected });
    console.log(name, "javascript differs on", javascript, "of", texts.length);
  }
  const folder = path.join(__dirname, "../../tests/Refrain.Tests/Tokens/Reference");
  const lines = out.map(c => JSON.stringify(c)).join(",\n");
  const head = JSON.stringify({ library: "tokenizers 0.23.2", javascript: "@huggingface/tokenizers 0.2.0", texts }).slice(0, -1);
  fs.writeFileSync(path.join(folder, "parts.json.gz"), require("zlib").gzipSync(`${head},"cases":[\n${lines}\n]}\n`, { level: 9 }));
})();
