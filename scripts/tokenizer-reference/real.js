// Ids of our texts in the four real tokenizers of ../shared/tokenizers.
const fs = require("fs"), path = require("path"), zlib = require("zlib");
const { Tokenizer } = require("tokenizers");
const texts = require("./texts");
(async () => {
  const root = path.join(__dirname, "../.."), lines = [];
  for (const name of ["llama2", "llama3_1", "qwen3", "gemma3"]) {
    const library = Tokenizer.fromString(zlib.gunzipSync(fs.readFileSync(path.join(root, "../shared/tokenizers", name, "tokenizer.json.gz"))).toString());
    const ids = [];
    for (const text of texts) ids.push((await library.encode(text, null, { addSpecialTokens: true })).getIds());
    lines.push(JSON.stringify({ name, ids }));
  }
  fs.writeFileSync(path.join(root, "tests/Refrain.Tests/Tokens/Reference/real.json"), `{"library":"tokenizers 0.23.2","texts":${JSON.stringify(texts)},"tokenizers":[\n${lines.join(",\n")}\n]}\n`);
})();
