// Writes ../echarts.min.js and ../echarts.NOTICE.txt. Run: npm ci && npm run build
import { build } from "esbuild";
import { readFile, writeFile } from "node:fs/promises";

const read = name => readFile(new URL(`node_modules/${name}`, import.meta.url), "utf8");
const notice = [
    "Apache ECharts 6.1.0, the parts named in build/entry.mjs, minified.",
    (await read("echarts/NOTICE")).trim(),
    "Licensed under the Apache License, Version 2.0 (the LICENSE file of this repository has its text).",
    "It contains parts of the following works.",
    "---- d3 (number formatting)\n" + (await read("echarts/licenses/LICENSE-d3")).trim(),
    "---- ZRender 6.1.0\n" + (await read("zrender/LICENSE")).trim(),
    "---- tslib 2.3.0\n" + (await read("tslib/LICENSE.txt")).trim(),
].join("\n\n") + "\n";

await build({
    entryPoints: ["entry.mjs"],
    bundle: true,
    minify: true,
    format: "iife",
    globalName: "echarts",
    target: "es2020",
    charset: "ascii",
    legalComments: "none",
    define: { "process.env.NODE_ENV": '"production"' },
    banner: { js: "/*! Apache ECharts 6.1.0, Copyright 2017-2026 The Apache Software Foundation, Apache-2.0; with ZRender (BSD-3-Clause, Baidu Inc.), d3 (BSD-3-Clause, Mike Bostock), tslib (0BSD, Microsoft). Full notice: echarts.NOTICE.txt */" },
    outfile: "../echarts.min.js",
});
await writeFile(new URL("../echarts.NOTICE.txt", import.meta.url), notice);
