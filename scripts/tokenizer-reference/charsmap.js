// Builds sentencepiece's precompiled_charsmap for a small list of replacements: a double-array trie over UTF-8, then texts that end in a zero byte.
module.exports = function charsmap(replacements) {
  const texts = [];
  const root = { children: new Map(), value: -1 };
  for (const [from, to] of Object.entries(replacements)) {
    let node = root;
    for (const byte of Buffer.from(from)) {
      if (!node.children.has(byte)) node.children.set(byte, { children: new Map(), value: -1 });
      node = node.children.get(byte);
    }
    node.value = texts.length;
    texts.push(...Buffer.from(to), 0);
  }
  const units = [0];
  const used = new Set([0]);
  const place = (node, index, label) => {
    const labels = [...(node.value >= 0 ? [0] : []), ...node.children.keys()];
    let base = 256;
    while (labels.some(l => used.has(base ^ l))) base++;
    labels.forEach(l => used.add(base ^ l));
    units[index] = (((index ^ base) << 10) | (node.value >= 0 ? 256 : 0) | label) >>> 0;
    if (node.value >= 0) units[base] = (node.value | 0x80000000) >>> 0;
    for (const [l, child] of node.children) place(child, base ^ l, l);
  };
  place(root, 0, 0);
  const size = Math.ceil((Math.max(...used) + 1) / 256) * 256;
  const bytes = Buffer.alloc(4 + size * 4);
  bytes.writeUInt32LE(size * 4, 0);
  for (let i = 0; i < size; i++) bytes.writeUInt32LE(units[i] ?? 0, 4 + i * 4);
  return Buffer.concat([bytes, Buffer.from(texts)]).toString("base64");
};
