// Times llama.cpp on one GGUF: reads one JSON request a line, answers one JSON line of seconds.
//   {"do":"prefill","rows":[[ids],…]}               reads all rows, logits of each row's last token
//   {"do":"generate","rows":[[ids],…],"tokens":24}  then greedily answers each row with so many tokens
// It drives the batch interface of the binding itself, so that no time goes to queues of single sequences.
import { createInterface } from "node:readline";
import { getLlama } from "node-llama-cpp";

const [path, threads, sequences, capacity] = process.argv.slice(2);
const llama = await getLlama({ gpu: false, build: "never", maxThreads: Number(threads), logLevel: "error" });
const model = await llama.loadModel({ modelPath: path });
const batchSize = 2048;
const context = await model.createContext({
  sequences: Number(sequences), contextSize: Number(capacity), batchSize, threads: Number(threads), flashAttention: process.env.FLASH !== "0",
});
const native = context._ctx;
const sampler = new llama._bindings.AddonSampler(model._model);
sampler.applyConfig({ temperature: 0 });

async function decode(parts) {
  native.initBatch(parts.reduce((sum, part) => sum + part.ids.length, 0));
  const asked = [];
  for (const part of parts) {
    const ids = Uint32Array.from(part.ids);
    const at = native.addToBatch(part.row, part.from, ids, part.last ? Uint32Array.of(ids.length - 1) : new Uint32Array(0));
    if (part.last) asked.push({ row: part.row, at: at[0] });
  }
  await native.decodeBatch();
  const next = new Map();
  for (const one of asked) next.set(one.row, await native.sampleToken(one.at, sampler));
  return next;
}

async function prefill(rows) {
  const next = new Map();
  let parts = [], size = 0;
  const flush = async () => {
    for (const [row, id] of await decode(parts)) next.set(row, id);
    parts = []; size = 0;
  };
  for (let row = 0; row < rows.length; row++) {
    for (let from = 0; from < rows[row].length;) {
      const count = Math.min(rows[row].length - from, batchSize - size);
      parts.push({ row, from, ids: rows[row].slice(from, from + count), last: from + count === rows[row].length });
      from += count; size += count;
      if (size === batchSize) await flush();
    }
  }
  if (size > 0) await flush();
  return next;
}

async function generate(rows, tokens) {
  let next = await prefill(rows);
  const answers = rows.map(() => []);
  for (let step = 0; step < tokens; step++) {
    for (const [row, id] of next) answers[row].push(id);
    if (step + 1 < tokens) next = await decode([...next].map(([row, id]) => ({ row, from: rows[row].length + step, ids: [id], last: true })));
  }
  return answers;
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  for (let row = 0; row < Number(sequences); row++) native.disposeSequence(row);
  const start = process.hrtime.bigint();
  const answers = request.do === "generate" ? await generate(request.rows, request.tokens) : [...(await prefill(request.rows)).values()].map(id => [id]);
  console.log(JSON.stringify({ seconds: Number(process.hrtime.bigint() - start) / 1e9, answers }));
}
await context.dispose();
process.exit(0);
