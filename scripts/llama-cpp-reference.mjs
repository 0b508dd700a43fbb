// What llama.cpp computes on the GGUF files of LlamaCppTests.cs and ConvertedGgufTests.cs in tests/Refrain.Tests/Inference. Not part of the build; needs Node 20 and, outside of the repository:
//   npm install node-llama-cpp        (in a folder of its own)
//   REFRAIN_ROTARY_GGUF=<gguf folder> artifacts/bin/Refrain.Tests/debug/Refrain.Tests -class "*LlamaCppTests*"
//   NODE_PATH=<that folder>/node_modules node scripts/llama-cpp-reference.mjs <gguf folder> tests/Refrain.Tests/Inference/Rotary/llama-cpp.json
// The same for REFRAIN_CONVERTED_GGUF, "*ConvertedGgufTests*" and tests/Refrain.Tests/Inference/Gguf/llama-cpp.json, with a last argument 1: the logits of the last token alone.
// A file's name ends in the size of the context it is run with. Keys and values are cached in float32, on the CPU.

import fs from "node:fs";
import path from "node:path";
import {createRequire} from "node:module";
import {pathToFileURL} from "node:url";

const [folder, target, rows = "0"] = process.argv.slice(2);
const entry = path.join(process.env.NODE_PATH, "node-llama-cpp");
const {getLlama} = await import(pathToFileURL(path.join(entry, "dist", "index.js")));
const version = createRequire(import.meta.url)(path.join(entry, "package.json")).version;

const promptTokens = 24, newTokens = 12;
const promptOf = vocabulary => {
    let state = 7;
    const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
    return Array.from({length: promptTokens}, () => 3 + Math.floor(next() * (vocabulary - 3)));
};

const llama = await getLlama({gpu: false, build: "never", logLevel: "warn"});
const files = {};
for (const file of fs.readdirSync(folder).filter(name => name.endsWith(".gguf")).sort()) {
    const name = file.slice(0, -".gguf".length);
    const model = await llama.loadModel({modelPath: path.join(folder, file), useMmap: false});
    const vocabulary = model.fileInfo.metadata.tokenizer.ggml.tokens.length;
    const prompt = promptOf(vocabulary);
    const context = await model.createContext({contextSize: Number(name.split("-").at(-1)), batchSize: 64, flashAttention: false, experimentalKvCacheKeyType: "F32", experimentalKvCacheValueType: "F32"});
    const sequence = context.getSequence();
    const read = async tokens => (await sequence.controlledEvaluate(tokens.map(token => [token, {generateNext: {logits: true, options: {temperature: 0}}}])))
        .map(({next}) => Array.from({length: vocabulary}, (_, id) => next.logits.get(id)));
    const likeliest = row => row.indexOf(Math.max(...row));

    const logits = await read(prompt);
    const greedy = [likeliest(logits.at(-1))];
    while (greedy.length < newTokens)
        greedy.push(likeliest((await read([greedy.at(-1)]))[0]));

    files[name] = {contextSize: context.contextSize, prompt, greedy, logits: logits.slice(-Number(rows)).map(row => row.map(value => Number(value.toPrecision(8))))};
    await context.dispose();
    await model.dispose();
}

const lines = Object.entries(files).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
fs.writeFileSync(target, `{"made_by": "node-llama-cpp ${version}", "files": {\n${lines.join(",\n")}\n}}\n`);
